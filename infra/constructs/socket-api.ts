import { Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration, WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { envNames } from '../../shared/config/env-names.ts';
import type { StackOptions } from '../stack-options.ts';
import type { ChatFunction } from './chat-function.ts';
import { accessLogsOf } from './stage-logs.ts';

const STAGE = 'v1';

/** Frames in a second, and at once. All APIs of an account and region share 10,000 in a second. */
const throttle = { rateLimit: 2000, burstLimit: 2000 };

/** The calls that a function may make on open sockets: post a frame, look, close. */
export type ConnectionMethod = 'POST' | 'GET' | 'DELETE';

/** What answers the socket API's routes. */
export interface SocketApiProps {
  readonly authorize: ChatFunction;
  readonly socket: ChatFunction;
  readonly options: StackOptions;
}

/** The WebSocket API. A frame's `op` selects its route; `typing` and `read` have routes without an answer. */
export class SocketApi extends Construct {
  /** `wss://` address that clients open. */
  readonly url: string;
  /** Host name of the API, for the front door. */
  readonly host: string;
  readonly stagePath = `/${STAGE}`;
  private readonly api: WebSocketApi;

  constructor(scope: Construct, id: string, { authorize, socket, options }: SocketApiProps) {
    super(scope, id);
    this.api = new WebSocketApi(this, 'Api', {
      apiName: `${Stack.of(this).stackName}-sockets`,
      description: 'Sockets of customers, desks and bots',
      routeSelectionExpression: '$request.body.op',
    });
    const { region, urlSuffix } = Stack.of(this);
    this.host = `${this.api.apiId}.execute-api.${region}.${urlSuffix}`;
    this.url = `wss://${this.host}/${STAGE}`;
    this.addConnectRoute(authorize);
    this.addFrameRoutes(socket);
    new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: STAGE,
      autoDeploy: true,
      throttle,
      ...accessLogsOf(this, options, {
        requestId: '$context.requestId',
        connectionId: '$context.connectionId',
        route: '$context.routeKey',
        status: '$context.status',
        error: '$context.error.messageString',
      }),
    });
  }

  /** Allows these calls on the API's sockets and tells the function where to make them. */
  bindConnections(fn: ChatFunction, ...methods: readonly ConnectionMethod[]): void {
    fn.tell(envNames.socketEndpoint, `https://${this.host}/${STAGE}`);
    const sockets = (method: ConnectionMethod): string =>
      Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: `${STAGE}/${method}/@connections/*`,
      });
    fn.allow({ actions: ['execute-api:ManageConnections'], resources: methods.map(sockets) });
  }

  /**
   * The authorizer alone decides who may connect: a function behind this route would be a second invocation for each
   * socket that could add nothing. A route without any target is documented too, but not together with an authorizer;
   * the mock costs nothing and is the documented way to answer 200. Identity sources stay empty, because a missing one
   * is refused before the authorizer is asked, and customers and desks bring different ones.
   */
  private addConnectRoute(authorize: ChatFunction): void {
    this.api.addRoute('$connect', {
      authorizer: new WebSocketLambdaAuthorizer('Authorizer', authorize.lambda, { identitySource: [] }),
      integration: new WebSocketMockIntegration('Accept', {
        requestTemplates: { $default: JSON.stringify({ statusCode: 200 }) },
        templateSelectionExpression: '\\$default',
      }),
    });
  }

  /** The answer to `$default` is the ack: it goes back on the socket because that route returns a response. */
  private addFrameRoutes(socket: ChatFunction): void {
    const integration = new WebSocketLambdaIntegration('Socket', socket.lambda);
    this.api.addRoute('$default', { integration, returnResponse: true });
    this.api.addRoute('$disconnect', { integration });
    this.api.addRoute('typing', { integration });
    this.api.addRoute('read', { integration });
  }
}
