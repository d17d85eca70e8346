import { Duration, Stack } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { envNames } from '../../shared/config/env-names.ts';
import type { StackOptions } from '../stack-options.ts';
import type { ChatFunction } from './chat-function.ts';
import type { DeskIdentity } from './desk-identity.ts';
import { accessLogsOf } from './stage-logs.ts';

/** Requests in a second, and at once. Anyone may open a chat, so this is also what one script can do at most. */
const throttle = { rateLimit: 500, burstLimit: 500 };

/** What answers the HTTP API's routes, and who signs in desks. */
export interface ChatHttpApiProps {
  readonly http: ChatFunction;
  /** Answers administrators, whose routes need no chat. */
  readonly admin: ChatFunction;
  readonly deskIdentity: DeskIdentity;
  readonly options: StackOptions;
}

/**
 * The HTTP API. Customers' routes have no authorizer, because a secure key is checked by the function without reading
 * anything; desk routes and those of services need a token of the desk's user pool; those of workflows a signature of a role
 * that IAM allows to call them (docs/decisions/0009-workflows-sign-with-iam.md).
 */
export class ChatHttpApi extends Construct {
  readonly url: string;
  /** Host name of the API, for the front door. */
  readonly host: string;
  /** What a workflow's role needs: every route of workflows, and nothing else. */
  readonly workflowPolicy: ManagedPolicy;

  constructor(scope: Construct, id: string, { http, admin, deskIdentity, options }: ChatHttpApiProps) {
    super(scope, id);
    const api = new HttpApi(this, 'Api', {
      apiName: `${Stack.of(this).stackName}-http`,
      description: 'Opening chats, tickets, transcripts and desk lists',
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...options.allowedOrigins],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.PATCH],
        allowHeaders: ['authorization', 'content-type', 'if-match'],
        exposeHeaders: ['etag'],
        maxAge: Duration.hours(2),
      },
    });
    const { region, urlSuffix } = Stack.of(this);
    this.host = `${api.apiId}.execute-api.${region}.${urlSuffix}`;
    this.url = `https://${this.host}`;
    addRoutes(api, { http, admin, deskIdentity });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle,
      ...accessLogsOf(this, options, {
        requestId: '$context.requestId',
        route: '$context.routeKey',
        status: '$context.status',
        error: '$context.error.message',
      }),
    });
    http.tell(envNames.allowedOrigins, options.allowedOrigins.join(','));
    this.workflowPolicy = this.allowWorkflows(api);
  }

  /** Attached by whoever deploys to the roles of their workflows; the stack attaches it to nobody. */
  private allowWorkflows(api: HttpApi): ManagedPolicy {
    const routes = Stack.of(this).formatArn({
      service: 'execute-api',
      resource: api.apiId,
      resourceName: '$default/*/service/chats/*',
    });
    return new ManagedPolicy(this, 'WorkflowPolicy', {
      description: 'Lets a workflow write, look and act in chats over the HTTP API',
      statements: [new PolicyStatement({ actions: ['execute-api:Invoke'], resources: [routes] })],
    });
  }
}

const addRoutes = (api: HttpApi, { http, admin, deskIdentity }: Omit<ChatHttpApiProps, 'options'>): void => {
  const integration = new HttpLambdaIntegration('Http', http.lambda);
  const authorizer = new HttpUserPoolAuthorizer('Desk', deskIdentity.userPool, {
    userPoolClients: [deskIdentity.client],
  });
  const { GET, POST } = HttpMethod;
  api.addRoutes({ path: '/chats', methods: [POST], integration });
  api.addRoutes({ path: '/chats/{chatId}/ticket', methods: [POST], integration });
  api.addRoutes({ path: '/chats/{chatId}/transcript', methods: [GET], integration });
  api.addRoutes({ path: '/desk/ticket', methods: [POST], integration, authorizer });
  api.addRoutes({ path: '/desk/chats', methods: [GET], integration, authorizer });
  api.addRoutes({ path: '/desk/chats/{chatId}/transcript', methods: [GET], integration, authorizer });
  for (const base of ['/chats/{chatId}/files', '/desk/chats/{chatId}/files']) {
    const guard = base.startsWith('/desk') ? { authorizer } : {};
    for (const path of [base, `${base}/{fileId}/confirm`, `${base}/{fileId}/delete`, `${base}/{fileId}/download`]) {
      api.addRoutes({ path, methods: [POST], integration, ...guard });
    }
  }
  api.addRoutes({ path: '/chats/{chatId}/files/limits', methods: [GET], integration });
  addAdminRoutes(api, new HttpLambdaIntegration('Admin', admin.lambda), authorizer);
  addWorkflowRoutes(api, integration);
};

const addAdminRoutes = (api: HttpApi, integration: HttpLambdaIntegration, authorizer: HttpUserPoolAuthorizer): void => {
  const { GET, PATCH, POST, PUT } = HttpMethod;
  // Of those who may sign in at desks the function lets administrators through alone.
  api.addRoutes({ path: '/services/{service}/options', methods: [GET, PATCH], integration, authorizer });
  api.addRoutes({ path: '/services/{service}/figures', methods: [GET], integration, authorizer });
  api.addRoutes({ path: '/services/{service}/options/history', methods: [GET], integration, authorizer });
  api.addRoutes({ path: '/services/{service}/options/apply', methods: [GET, POST], integration, authorizer });
  api.addRoutes({ path: '/services/{service}/masking', methods: [GET, PUT], integration, authorizer });
  api.addRoutes({ path: '/services/{service}/masking/history', methods: [GET], integration, authorizer });
  api.addRoutes({ path: '/services/{service}/masking/test', methods: [POST], integration, authorizer });
};

const addWorkflowRoutes = (api: HttpApi, integration: HttpLambdaIntegration): void => {
  const authorizer = new HttpIamAuthorizer();
  const { GET, PATCH, POST } = HttpMethod;
  const chat = '/service/chats/{chatId}';
  api.addRoutes({ path: chat, methods: [GET, POST], integration, authorizer });
  api.addRoutes({ path: `${chat}/messages`, methods: [POST], integration, authorizer });
  api.addRoutes({ path: `${chat}/notices`, methods: [POST], integration, authorizer });
  api.addRoutes({ path: `${chat}/user-data`, methods: [PATCH], integration, authorizer });
  api.addRoutes({ path: `${chat}/close`, methods: [POST], integration, authorizer });
};
