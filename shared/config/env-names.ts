/**
 * The environment variables through which the stack tells the functions what it made. The stack writes them and the
 * functions read them by these names, so a variable that only one side knows cannot exist.
 */
export const envNames = {
  /** Name of the table of logs. */
  chatsTable: 'CHATS_TABLE',
  /** Name of the table of list rows, agents, customers and options. */
  deskTable: 'DESK_TABLE',
  /** URL of the queue through which every wake-up arrives; near wake-ups are sent there with a delay. */
  wakeQueueUrl: 'WAKE_QUEUE_URL',
  /** ARN of the same queue: the target of far wake-ups. */
  wakeQueueArn: 'WAKE_QUEUE_ARN',
  /** URL of the queue that keeps effects which could not be carried out. */
  effectsRetryQueueUrl: 'EFFECTS_RETRY_QUEUE_URL',
  /** Name of the EventBridge Scheduler group that holds the one-time schedules. */
  scheduleGroup: 'SCHEDULE_GROUP',
  /** ARN of the role with which Scheduler puts a wake-up into the queue. */
  schedulerRoleArn: 'SCHEDULER_ROLE_ARN',
  /** Name of the EventBridge bus for what happened in chats. */
  chatBus: 'CHAT_BUS',
  /** ARN of the secret whose keys sign secure keys and tickets. */
  secretArn: 'SECRET_ARN',
  /** URL of the queue of what is to be pushed to absent customers. */
  pushQueueUrl: 'PUSH_QUEUE_URL',
  /** URL of the queue of pushes that were given up. */
  pushDeadLettersUrl: 'PUSH_DEAD_LETTERS_URL',
  /** ARN of the secret whose keys sign callbacks, and which holds the credentials of mobile providers. */
  pushSecretArn: 'PUSH_SECRET_ARN',
  /** Comma-separated origins that are called back though they are not public; empty in every deployment. */
  pushTrustedOrigins: 'PUSH_TRUSTED_ORIGINS',
  /** `https://` address of the bucket that holds the reports. */
  reportsBucketUrl: 'REPORTS_BUCKET_URL',
  /** Name of the bucket of files. */
  filesBucket: 'FILES_BUCKET',
  /** `https://` address of the same bucket, without a slash at the end. */
  filesUrl: 'FILES_URL',
  /** `https://` address of the `@connections` calls, stage included. */
  socketEndpoint: 'SOCKET_ENDPOINT',
  /** `wss://` address that clients open, stage included. */
  socketUrl: 'SOCKET_URL',
  /** Comma-separated origins that may open chats from a browser; `*` is any. */
  allowedOrigins: 'ALLOWED_ORIGINS',
} as const;

/** What Lambda itself tells every function; the SDK reads it by these names, and so does what signs without it. */
export const lambdaNames = {
  region: 'AWS_REGION',
  accessKeyId: 'AWS_ACCESS_KEY_ID',
  secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
  sessionToken: 'AWS_SESSION_TOKEN',
} as const;

/** Any one of the names in `envNames`. */
export type EnvName = (typeof envNames)[keyof typeof envNames];

/** Any one of the names in `lambdaNames`. */
export type LambdaName = (typeof lambdaNames)[keyof typeof lambdaNames];
