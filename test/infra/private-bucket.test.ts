import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpMethods } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { PrivateBucket } from '../../infra/constructs/private-bucket.ts';
import { projectContext, readStackOptions } from '../../infra/stack-options.ts';

const templateOf = (removalPolicy: string): Template => {
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
  it('is closed to the public, encrypted, and has the rules it was given', () => {
    templateOf('retain').hasResource('AWS::S3::Bucket', {
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
    templateOf('retain').hasResourceProperties('AWS::S3::BucketPolicy', {
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
    templateOf('retain').resourceCountIs('Custom::S3AutoDeleteObjects', 0);
    templateOf('destroy').resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  });
});
