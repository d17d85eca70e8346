import { ACCOUNT_ID, PARTITION, REGION } from './identifiers.ts';
import type { CorsModel, HttpApiModel, HttpRoute, SocketApiModel, SocketRoute } from './model.ts';
import type { Resource, StackReader } from './stack-reader.ts';

const INVOKE_PATH = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;

/** WebSocket APIs with their routes. */
export function readSocketApis(stack: StackReader): readonly SocketApiModel[] {
  return apis(stack, 'WEBSOCKET').map(({ identity, properties }) => ({
    id: identity.ref,
    arn: executeApiArn(identity.ref),
    stage: stageOf(stack, identity.ref),
    routeSelection: properties.text('RouteSelectionExpression'),
    routes: routesOf(stack, identity.ref).map((route) => socketRoute(stack, route)),
  }));
}

/** HTTP APIs with their routes. */
export function readHttpApis(stack: StackReader): readonly HttpApiModel[] {
  return apis(stack, 'HTTP').map(({ identity, properties }) => ({
    id: identity.ref,
    arn: executeApiArn(identity.ref),
    stage: stageOf(stack, identity.ref),
    routes: routesOf(stack, identity.ref).map((route) => httpRoute(stack, route)),
    cors:
      properties.raw('CorsConfiguration') === undefined ? undefined : readCors(properties.group('CorsConfiguration')),
  }));
}

function socketRoute(stack: StackReader, route: Resource): SocketRoute {
  const integration = integrationOf(stack, route);
  const responses = stack.resources('AWS::ApiGatewayV2::RouteResponse');
  const hasResponse = responses.some(({ properties }) => properties.text('RouteId') === route.identity.ref);
  return {
    key: route.properties.text('RouteKey'),
    functionArn: integration && functionOf(integration),
    responds: hasResponse && route.properties.optionalText('RouteResponseSelectionExpression') !== undefined,
    authorizer: socketAuthorizer(stack, route),
  };
}

function socketAuthorizer(stack: StackReader, route: Resource): SocketRoute['authorizer'] {
  const kind = route.properties.optionalText('AuthorizationType') ?? 'NONE';
  if (kind === 'NONE') return undefined;
  const authorizer = authorizerOf(stack, route);
  const type = authorizer.properties.text('AuthorizerType');
  if (kind !== 'CUSTOM' || type !== 'REQUEST') {
    throw new Error(`unable to run route ${route.logicalId}; the local cloud does not know ${kind} with ${type}`);
  }
  return {
    id: authorizer.identity.ref,
    functionArn: invokedFunction(authorizer, authorizer.properties.text('AuthorizerUri')),
    identitySources: authorizer.properties.texts('IdentitySource'),
  };
}

function httpRoute(stack: StackReader, route: Resource): HttpRoute {
  const integration = integrationOf(stack, route);
  const functionArn = integration && functionOf(integration);
  if (!integration || functionArn === undefined)
    throw new Error(`unable to run route ${route.logicalId}; it has no function`);
  if (integration.properties.text('PayloadFormatVersion') !== '2.0') {
    throw new Error(`unable to run ${integration.logicalId}; the local cloud speaks payload format 2.0 only`);
  }
  return {
    key: route.properties.text('RouteKey'),
    functionArn,
    timeoutMs: integration.properties.number('TimeoutInMillis', 30_000),
    authorizer: httpAuthorizer(stack, route),
  };
}

function httpAuthorizer(stack: StackReader, route: Resource): HttpRoute['authorizer'] {
  const kind = route.properties.optionalText('AuthorizationType') ?? 'NONE';
  if (kind === 'NONE') return undefined;
  if (kind === 'AWS_IAM') return 'iam';
  if (kind !== 'JWT')
    throw new Error(`unable to run route ${route.logicalId}; the local cloud does not know ${kind} here`);
  const { properties } = authorizerOf(stack, route);
  const [identitySource] = properties.texts('IdentitySource');
  const configuration = properties.group('JwtConfiguration');
  return {
    issuer: configuration.text('Issuer'),
    audience: configuration.texts('Audience'),
    scopes: route.properties.texts('AuthorizationScopes'),
    identitySource: identitySource ?? '$request.header.Authorization',
  };
}

function readCors(cors: Resource['properties']): CorsModel {
  return {
    allowOrigins: cors.texts('AllowOrigins'),
    allowMethods: cors.texts('AllowMethods'),
    allowHeaders: cors.texts('AllowHeaders').map((name) => name.toLowerCase()),
    exposeHeaders: cors.texts('ExposeHeaders'),
    allowCredentials: cors.flag('AllowCredentials'),
    maxAgeSec: cors.raw('MaxAge') === undefined ? undefined : cors.number('MaxAge', 0),
  };
}

function apis(stack: StackReader, protocol: string): readonly Resource[] {
  return stack
    .resources('AWS::ApiGatewayV2::Api')
    .filter(({ properties }) => properties.text('ProtocolType') === protocol);
}

function routesOf(stack: StackReader, apiId: string): readonly Resource[] {
  return stack.resources('AWS::ApiGatewayV2::Route').filter(({ properties }) => properties.text('ApiId') === apiId);
}

function stageOf(stack: StackReader, apiId: string): string {
  const stages = stack
    .resources('AWS::ApiGatewayV2::Stage')
    .filter(({ properties }) => properties.text('ApiId') === apiId);
  const [stage] = stages;
  if (!stage || stages.length > 1)
    throw new Error(`unable to run API ${apiId}; it has ${stages.length} stages, not one`);
  return stage.identity.ref;
}

function integrationOf(stack: StackReader, route: Resource): Resource | undefined {
  const target = route.properties.optionalText('Target');
  if (target === undefined) return undefined;
  const id = target.replace(/^integrations\//, '');
  const found = stack.resources('AWS::ApiGatewayV2::Integration').find(({ identity }) => identity.ref === id);
  if (!found) throw new Error(`unable to run route ${route.logicalId}; its target ${target} does not exist`);
  return found;
}

function authorizerOf(stack: StackReader, route: Resource): Resource {
  const id = route.properties.text('AuthorizerId');
  const found = stack.resources('AWS::ApiGatewayV2::Authorizer').find(({ identity }) => identity.ref === id);
  if (!found) throw new Error(`unable to run route ${route.logicalId}; its authorizer does not exist`);
  return found;
}

function functionOf(integration: Resource): string | undefined {
  const type = integration.properties.text('IntegrationType');
  if (type === 'MOCK') return undefined;
  if (type !== 'AWS_PROXY') {
    throw new Error(`unable to run ${integration.logicalId}; the local cloud does not know ${type} integrations`);
  }
  return invokedFunction(integration, integration.properties.text('IntegrationUri'));
}

function invokedFunction(resource: Resource, uri: string): string {
  const arn = INVOKE_PATH.exec(uri)?.[1] ?? uri;
  if (arn.includes(':function:')) return arn;
  throw new Error(`unable to run ${resource.logicalId}; ${uri} names no function`);
}

function executeApiArn(apiId: string): string {
  return `arn:${PARTITION}:execute-api:${REGION}:${ACCOUNT_ID}:${apiId}`;
}
