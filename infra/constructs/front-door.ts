import { Duration, Stack } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  type ResponseHeadersCorsBehavior,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { StackOptions } from '../stack-options.ts';
import type { FileStore } from './file-store.ts';
import type { ChatHttpApi } from './http-api.ts';
import { PrivateBucket } from './private-bucket.ts';
import type { SocketApi } from './socket-api.ts';

/** What stands behind the door. */
export interface FrontDoorProps {
  readonly socketApi: SocketApi;
  readonly httpApi: ChatHttpApi;
  readonly files: FileStore;
  readonly pagesDir: string;
  readonly options: StackOptions;
}

/**
 * One host for everything: pages from a private bucket, sockets at `/socket`, the HTTP API at `/chats`, `/desk` and
 * `/services`.
 * Pages live under `/`, `/widget/` and `/agent/`, so their paths never meet the API's. Workflows call the HTTP API at its own
 * address: what they sign names its host.
 */
export class FrontDoor extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { socketApi, httpApi, files, pagesDir, options }: FrontDoorProps) {
    super(scope, id);
    const pages = new PrivateBucket(this, 'PagesBucket', { options });
    const pageOrigin = S3BucketOrigin.withOriginAccessControl(pages);
    const api = passThrough(new HttpOrigin(httpApi.host));
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Dormouse: pages, sockets and the HTTP API on one host',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: pageOrigin,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: this.pageHeaders(files),
      },
      additionalBehaviors: {
        '/socket': this.socketBehavior(socketApi),
        '/chats*': api,
        '/desk*': api,
        '/services/*': api,
        '/widget/*': {
          origin: pageOrigin,
          viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
          responseHeadersPolicy: this.widgetHeaders(files, options),
        },
      },
    });
    new BucketDeployment(this, 'Pages', {
      sources: [Source.asset(pagesDir)],
      destinationBucket: pages,
      distribution,
      logGroup: new LogGroup(this, 'PagesLog', {
        retention: options.logRetentionDays,
        removalPolicy: options.removalPolicy,
      }),
      cacheControl: [CacheControl.setPublic(), CacheControl.maxAge(Duration.minutes(5))],
    });
    this.url = `https://${distribution.distributionDomainName}`;
  }

  /** A WebSocket API has no path below its stage, so `/socket` must not reach it. */
  private socketBehavior(socketApi: SocketApi): BehaviorOptions {
    const toRoot = new EdgeFunction(this, 'SocketPath', {
      comment: 'Takes the path off the handshake',
      code: FunctionCode.fromInline("function handler(event) { event.request.uri = '/'; return event.request; }"),
    });
    return {
      ...passThrough(new HttpOrigin(socketApi.host, { originPath: socketApi.stagePath })),
      functionAssociations: [{ function: toRoot, eventType: FunctionEventType.VIEWER_REQUEST }],
    };
  }

  private pageHeaders(files: FileStore): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'PageHeaders', {
      comment: 'Pages of Dormouse itself',
      securityHeadersBehavior: {
        ...transportHeaders,
        contentSecurityPolicy: { override: true, contentSecurityPolicy: this.contentSecurityPolicy(files, "'self'") },
        frameOptions: { override: true, frameOption: HeadersFrameOption.SAMEORIGIN },
      },
    });
  }

  /** The widget is loaded, and may be framed, by other sites: those that may open chats. */
  private widgetHeaders(files: FileStore, { allowedOrigins }: StackOptions): ResponseHeadersPolicy {
    const corsBehavior: ResponseHeadersCorsBehavior = {
      accessControlAllowOrigins: [...allowedOrigins],
      accessControlAllowMethods: ['GET', 'HEAD', 'OPTIONS'],
      accessControlAllowHeaders: ['*'],
      accessControlAllowCredentials: false,
      originOverride: true,
    };
    return new ResponseHeadersPolicy(this, 'WidgetHeaders', {
      comment: 'The widget, which other sites embed',
      corsBehavior,
      securityHeadersBehavior: {
        ...transportHeaders,
        contentSecurityPolicy: {
          override: true,
          contentSecurityPolicy: this.contentSecurityPolicy(files, ["'self'", ...allowedOrigins].join(' ')),
        },
      },
    });
  }

  /** Pages talk to this host, to sockets, to the bucket of files, and, for signing in at the desk, to Cognito. */
  private contentSecurityPolicy({ bucket }: FileStore, frameAncestors: string): string {
    const { region, urlSuffix } = Stack.of(this);
    return [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      `connect-src 'self' wss: https://cognito-idp.${region}.${urlSuffix} ${bucket.url}`,
      "base-uri 'none'",
      "form-action 'self'",
      `frame-ancestors ${frameAncestors}`,
    ].join('; ');
  }
}

const transportHeaders = {
  contentTypeOptions: { override: true },
  referrerPolicy: { override: true, referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN },
  strictTransportSecurity: { override: true, accessControlMaxAge: Duration.days(365), includeSubdomains: true },
};

/** Everything but the host name, by which API Gateway would look for a custom domain, goes through uncached. */
const passThrough = (origin: HttpOrigin): BehaviorOptions => ({
  origin,
  viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  allowedMethods: AllowedMethods.ALLOW_ALL,
  cachePolicy: CachePolicy.CACHING_DISABLED,
  originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
});
