import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution'
import { CloudfrontFunction } from '@cdktf/provider-aws/lib/cloudfront-function'
import { CloudfrontKeyValueStore } from '@cdktf/provider-aws/lib/cloudfront-key-value-store'
import { CloudfrontResponseHeadersPolicy } from '@cdktf/provider-aws/lib/cloudfront-response-headers-policy'
import { Construct } from 'constructs'
import type { Certificate } from './certificate'
import { bucketOrigin, ownCertificate, securityHeaders } from './distribution-parts'
import type { PrivateBucket } from './private-bucket'
import { releaseRouterCode, type ReleaseRouterProps } from './release-router'

export interface SpaDistributionProps extends ReleaseRouterProps {
  /** Unique in the account: names of CloudFront's policies and functions are global. */
  readonly name: string
  readonly comment: string
  readonly domainName: string
  /** For `domainName`, in us-east-1. */
  readonly certificate: Certificate
  /** Holds the releases. */
  readonly bucket: PrivateBucket
  readonly webAclArn: string
  readonly contentSecurityPolicy: string
  /** @default every request is for a file */
  readonly api?: ApiOrigin
  /** @default 'PriceClass_100': North America and Europe */
  readonly priceClass?: string
}

export interface ApiOrigin {
  /** Has a certificate of its own. */
  readonly domainName: string
  /** `/api/*`, passed on as it is. */
  readonly pathPattern: string
}

const BUCKET_ORIGIN = 'releases'
const API_ORIGIN = 'api'

// Policies of AWS, the same in every account: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/
// (using-managed-cache-policies.html, using-managed-origin-request-policies.html).
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6'
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'

/** Longest that CloudFront waits for an origin without a raised quota. */
const API_READ_TIMEOUT_SECONDS = 60
/** A missing file may be on its way. */
const MISS_TTL_SECONDS = 5

/**
 * Serves a single-page application from a private bucket, and its API below one path, so that both are one origin to the
 * browser. Which release is served stands in a key-value store that the deploy tool writes: Terraform makes the store and
 * never sees the key.
 */
export class SpaDistribution extends Construct {
  readonly distribution: CloudfrontDistribution
  readonly keyValueStore: CloudfrontKeyValueStore

  constructor(scope: Construct, id: string, props: SpaDistributionProps) {
    super(scope, id)
    const { api } = props
    this.keyValueStore = new CloudfrontKeyValueStore(this, 'store', {
      name: props.name,
      comment: 'Which release is served',
      lifecycle: { preventDestroy: true },
    })
    const headers = this.addResponseHeaders(props)
    this.distribution = new CloudfrontDistribution(this, 'distribution', {
      enabled: true,
      comment: props.comment,
      aliases: [props.domainName],
      isIpv6Enabled: true,
      httpVersion: 'http2and3',
      priceClass: props.priceClass ?? 'PriceClass_100',
      // Minutes of waiting, in which nothing that follows needs the edge.
      waitForDeployment: false,
      webAclId: props.webAclArn,
      // The function below answers `/` already; this holds where somebody takes the function away.
      defaultRootObject: 'index.html',
      origin: [
        bucketOrigin(this, { ...props, originId: BUCKET_ORIGIN }),
        ...(api === undefined ? [] : [apiOrigin(api)]),
      ],
      defaultCacheBehavior: {
        targetOriginId: BUCKET_ORIGIN,
        viewerProtocolPolicy: 'redirect-to-https',
        allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
        cachedMethods: ['GET', 'HEAD'],
        compress: true,
        // Cache-Control of the object decides for how long.
        cachePolicyId: CACHING_OPTIMIZED,
        responseHeadersPolicyId: headers.id,
        functionAssociation: [{ eventType: 'viewer-request', functionArn: this.addRouter(props).arn }],
      },
      ...(api === undefined ? {} : { orderedCacheBehavior: [apiBehaviour(api, headers)] }),
      // S3 says 403 for what is not there. The status stays; only how long it is remembered changes.
      customErrorResponse: [{ errorCode: 403, errorCachingMinTtl: MISS_TTL_SECONDS }],
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      viewerCertificate: ownCertificate(props.certificate),
      lifecycle: { preventDestroy: true },
    })
  }

  private addRouter(props: SpaDistributionProps): CloudfrontFunction {
    return new CloudfrontFunction(this, 'router', {
      name: props.name,
      comment: 'Finds the release, and the entry page for paths that are no file',
      runtime: 'cloudfront-js-2.0',
      publish: true,
      code: releaseRouterCode(props),
      keyValueStoreAssociations: [this.keyValueStore.arn],
    })
  }

  private addResponseHeaders(props: SpaDistributionProps): CloudfrontResponseHeadersPolicy {
    return new CloudfrontResponseHeadersPolicy(this, 'response-headers', {
      name: props.name,
      comment: 'Security headers',
      securityHeadersConfig: securityHeaders(props.contentSecurityPolicy),
    })
  }
}

function apiOrigin({ domainName }: ApiOrigin) {
  return {
    originId: API_ORIGIN,
    domainName,
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: 'https-only',
      originSslProtocols: ['TLSv1.2'],
      originReadTimeout: API_READ_TIMEOUT_SECONDS,
    },
  }
}

/** Nothing is cached, everything is passed on but Host: the API answers to its own name, and its certificate has that. */
function apiBehaviour({ pathPattern }: ApiOrigin, headers: CloudfrontResponseHeadersPolicy) {
  return {
    pathPattern,
    targetOriginId: API_ORIGIN,
    // A redirect would turn a POST into a GET.
    viewerProtocolPolicy: 'https-only',
    allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
    cachedMethods: ['GET', 'HEAD'],
    compress: true,
    cachePolicyId: CACHING_DISABLED,
    originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
    responseHeadersPolicyId: headers.id,
  }
}
