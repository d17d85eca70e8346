import { Duration } from 'aws-cdk-lib';
import { HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { envNames } from '../../shared/config/env-names.ts';
import type { StackOptions } from '../stack-options.ts';
import type { ChatFunction } from './chat-function.ts';
import { PrivateBucket } from './private-bucket.ts';

/** Calls about one object that a function may be allowed. */
type ObjectAction = 'GetObject' | 'PutObject' | 'PutObjectTagging' | 'DeleteObject' | 'DeleteObjectTagging';

/** An upload that was never confirmed, and a copy of one that never became part of its chat. */
const PENDING_DAYS = 1;
const UNSETTLED_DAYS = 7;
/** As long as the log of a closed chat (END-2). */
const CLOSED_DAYS = 90;

/**
 * The bytes of files. They come and go straight between browsers and this bucket, with what the http function has signed; what
 * becomes of them is said by prefix and tag (docs/STORAGE.md), and the bucket acts by it.
 */
export class FileStore extends Construct {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string, options: StackOptions) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'Bucket', {
      options,
      lifecycleRules: [
        { id: 'pending', prefix: 'pending/', expiration: Duration.days(PENDING_DAYS) },
        { id: 'unsettled', tagFilters: { state: 'new' }, expiration: Duration.days(UNSETTLED_DAYS) },
        { id: 'closed', tagFilters: { state: 'closed' }, expiration: Duration.days(CLOSED_DAYS) },
      ],
      cors: [
        {
          // What is signed is the permission, and a browser adds none of its own: where the page comes from says nothing.
          allowedOrigins: ['*'],
          allowedMethods: [HttpMethods.GET, HttpMethods.POST],
          allowedHeaders: ['*'],
          maxAge: Duration.hours(2).toSeconds(),
        },
      ],
    });
  }

  /** Whoever signs an upload or a download must be allowed it; it also looks at what has arrived, and copies it. */
  bindTransfers(fn: ChatFunction): void {
    this.tell(fn);
    this.allow(fn, 'pending', 'GetObject', 'PutObject');
    this.allow(fn, 'kept', 'GetObject', 'PutObject', 'PutObjectTagging');
  }

  /** Whoever carries effects out says what becomes of files. */
  bindSettling(fn: ChatFunction): void {
    this.tell(fn);
    this.allow(fn, 'pending', 'DeleteObject');
    this.allow(fn, 'kept', 'GetObject', 'PutObject', 'PutObjectTagging', 'DeleteObject', 'DeleteObjectTagging');
  }

  private tell(fn: ChatFunction): void {
    fn.tell(envNames.filesBucket, this.bucket.bucketName);
    fn.tell(envNames.filesUrl, this.bucket.url);
    // Without it S3 says 403 of what is not there, and a missing grant would look like a missing file.
    fn.allow({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] });
  }

  private allow(fn: ChatFunction, prefix: string, ...actions: readonly ObjectAction[]): void {
    fn.allow({
      actions: actions.map((action) => `s3:${action}`),
      resources: [this.bucket.arnForObjects(`${prefix}/*`)],
    });
  }
}
