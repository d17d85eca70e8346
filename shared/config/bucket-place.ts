import { envNames, lambdaNames } from './env-names.ts';
import { required, type Env } from './read-env.ts';

/** Where a bucket is, and who signs what is asked of it. */
export interface BucketPlace {
  readonly name: string;
  readonly url: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** The bucket of files; the function's own keys sign, which its platform renews by starting it anew. */
export const bucketPlace = (env: Env): BucketPlace => {
  const sessionToken = env[lambdaNames.sessionToken];
  return {
    name: required(env, envNames.filesBucket),
    url: required(env, envNames.filesUrl),
    region: required(env, lambdaNames.region),
    credentials: {
      accessKeyId: required(env, lambdaNames.accessKeyId),
      secretAccessKey: required(env, lambdaNames.secretAccessKey),
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  };
};
