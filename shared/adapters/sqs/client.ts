import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';

/** A client whose calls end in time to be tried again. Credentials and region come from the environment. */
export const sqsClient = (overrides: SQSClientConfig = {}): SQSClient =>
  new SQSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
    ...overrides,
  });
