import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * A client whose calls end in time to be tried again within a function's own time limit: an answer takes single-digit
 * milliseconds, so one that takes 1.5 s is lost. Credentials and region come from the environment.
 */
export const dynamoDbClient = (overrides: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 3,
    endpointDiscoveryEnabled: false,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 1500, throwOnRequestTimeout: true },
    ...overrides,
  });
