import { RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type CorsRule, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StackOptions } from '../stack-options.ts';

/** What a bucket is for. */
export interface PrivateBucketProps {
  readonly options: StackOptions;
  /** What goes by its age; uploads in parts that were never finished are not among it, because nobody uploads in parts. */
  readonly lifecycleRules?: LifecycleRule[];
  /** Which other sites' pages may send or fetch what they were given a signed address for. */
  readonly cors?: CorsRule[];
}

/** A bucket that nobody may read or write but by a role's own policy, encrypted, over TLS only. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, { options: { removalPolicy }, lifecycleRules, cors }: PrivateBucketProps) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
      ...(lifecycleRules === undefined ? {} : { lifecycleRules }),
      ...(cors === undefined ? {} : { cors }),
    });
  }

  /** Says that it is no website, which `Bucket` leaves undefined and the constructs that take a bucket do not accept. */
  override get isWebsite(): boolean {
    return false;
  }

  /** Where its objects are, without a slash at the end; the local cloud puts its own address in the place of this one. */
  get url(): string {
    return `https://${this.bucketRegionalDomainName}`;
  }
}
