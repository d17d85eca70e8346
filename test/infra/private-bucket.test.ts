import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpMethods } from 'aws-cdk-lib/aws-s3';
import { beforeAll, describe, it } from 'vitest';
import { PrivateBucket } from '../../infra/constructs/private-bucket.ts';
import { projectContext, readStackOptions } from '../../infra/stack-options.ts';

const synthesize = (removalPolicy: string): Template => {
  const context: Record<string, unknown> = { ...projectContext(), removalPolicy };
  const stack = new Stack(new App(), 'Small');
  new PrivateBucket(stack, 'Files', {
    options: readStackOptions((name) => context[name]),
    lifecycleRules: [{ prefix: 'pending/', expiration: Duration.days(1) }],
    cors: [{ allowedOrigins: ['https://shop.example'], allowedMethods: [HttpMethods.POST] }],
  });
  return Template.fromStack(stack);
};

describe('a private bucket', () => {
  let retained: Template;
  let destroyed: Template;
  beforeAll(() => {
    retained = synthesize('retain');
    destroyed = synthesize('destroy');
  });

  it('is closed to the public, encrypted, and has the rules it was given', () => {
    retained.hasResource('AWS::S3::Bucket', {
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        LifecycleConfiguration: { Rules: [{ Prefix: 'pending/', ExpirationInDays: 1, Status: 'Enabled' }] },
        CorsConfiguration: { CorsRules: [{ AllowedOrigins: ['https://shop.example'], AllowedMethods: ['POST'] }] },
      },
      DeletionPolicy: 'Retain',
    });
  });

  it('is reached over TLS only', () => {
    retained.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 's3:*',
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
  });

  it('goes with its stack, objects and all, only where the stack says so', () => {
    retained.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
    destroyed.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  });
});
