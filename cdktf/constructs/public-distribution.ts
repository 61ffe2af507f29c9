import { CloudfrontCachePolicy } from '@cdktf/provider-aws/lib/cloudfront-cache-policy'
import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution'
import { CloudfrontResponseHeadersPolicy } from '@cdktf/provider-aws/lib/cloudfront-response-headers-policy'
import type { TerraformVariable } from 'cdktf'
import { Construct } from 'constructs'
import type { Certificate } from './certificate'
import { bucketOrigin, ownCertificate, securityHeaders } from './distribution-parts'
import type { PrivateBucket } from './private-bucket'

export interface FallbackOrigin {
  readonly domainName: string
  /** Begins with a slash. */
  readonly originPath: string
  /** Boolean variable: whether a miss in the bucket is answered from here. */
  readonly enabled: TerraformVariable
}

export interface PublicDistributionProps {
  /** Unique in the account: names of CloudFront's policies are global. */
  readonly name: string
  readonly comment: string
  readonly bucket: PrivateBucket
  /** Origins from which a page may read the answer. */
  readonly allowedOrigins: string[]
  /** Answers what the bucket does not have. @default none: a miss is a 403 */
  readonly fallback?: FallbackOrigin
  /** Scope CLOUDFRONT. */
  readonly webAclArn: string
  /** A name of ours, with its certificate in us-east-1. @default CloudFront's own name, which takes TLS 1.0 too */
  readonly domain?: { readonly name: string; readonly certificate: Certificate }
  /** @default 'PriceClass_100': North America and Europe */
  readonly priceClass?: string
}

const BUCKET_ORIGIN = 'bucket'
const FALLBACK_ORIGIN = 'fallback'
const ORIGIN_GROUP = 'bucket-then-fallback'

/** S3 answers 403, not 404, for a key that is absent when the reader may not list. */
const MISS_STATUS_CODES = [403, 404]

/** A miss is not remembered for long: the object may be on its way. */
const MISS_TTL_SECONDS = 5
/** For objects without Cache-Control. Those with one keep their own, as Supabase wrote it. */
const DEFAULT_TTL_SECONDS = 60
const MAX_TTL_SECONDS = 31_536_000

/**
 * Gives a private bucket to the world: HTTPS only, read only, with security headers. Only this distribution can read the
 * bucket (origin access control), once the bucket's policy admits it.
 */
export class PublicDistribution extends Construct {
  readonly distribution: CloudfrontDistribution

  constructor(scope: Construct, id: string, props: PublicDistributionProps) {
    super(scope, id)
    const cachePolicy = this.addCachePolicy(props)
    const headers = this.addResponseHeaders(props)
    this.distribution = new CloudfrontDistribution(this, 'distribution', {
      enabled: true,
      comment: props.comment,
      ...(props.domain === undefined ? {} : { aliases: [props.domain.name] }),
      webAclId: props.webAclArn,
      isIpv6Enabled: true,
      httpVersion: 'http2and3',
      priceClass: props.priceClass ?? 'PriceClass_100',
      // Minutes of waiting, in which nothing that follows needs the edge.
      waitForDeployment: false,
      origin: [bucketOrigin(this, { ...props, originId: BUCKET_ORIGIN })],
      defaultCacheBehavior: {
        targetOriginId: targetOrigin(props.fallback),
        viewerProtocolPolicy: 'redirect-to-https',
        allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
        cachedMethods: ['GET', 'HEAD'],
        compress: true,
        cachePolicyId: cachePolicy.id,
        responseHeadersPolicyId: headers.id,
      },
      customErrorResponse: MISS_STATUS_CODES.map((errorCode) => ({
        errorCode,
        errorCachingMinTtl: MISS_TTL_SECONDS,
      })),
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      viewerCertificate: viewerCertificate(props),
      lifecycle: { preventDestroy: true },
    })
    if (props.fallback !== undefined) this.addFallback(props.fallback)
  }

  private addCachePolicy({ name }: PublicDistributionProps): CloudfrontCachePolicy {
    return new CloudfrontCachePolicy(this, 'cache-policy', {
      name,
      comment: 'By path alone; Cache-Control of the object decides for how long',
      minTtl: 0,
      defaultTtl: DEFAULT_TTL_SECONDS,
      maxTtl: MAX_TTL_SECONDS,
      parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: 'none' },
        headersConfig: { headerBehavior: 'none' },
        queryStringsConfig: { queryStringBehavior: 'none' },
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
      },
    })
  }

  private addResponseHeaders({
    name,
    allowedOrigins,
  }: PublicDistributionProps): CloudfrontResponseHeadersPolicy {
    return new CloudfrontResponseHeadersPolicy(this, 'response-headers', {
      name,
      comment: 'CORS and security headers',
      corsConfig: {
        accessControlAllowCredentials: false,
        accessControlAllowHeaders: { items: ['*'] },
        accessControlAllowMethods: { items: ['GET', 'HEAD', 'OPTIONS'] },
        accessControlAllowOrigins: { items: allowedOrigins },
        accessControlExposeHeaders: { items: ['ETag', 'Content-Length'] },
        accessControlMaxAgeSec: 3000,
        originOverride: true,
      },
      // An uploaded file must not turn into a page of ours: Supabase served HTML as text/plain, S3 does not.
      securityHeadersConfig: securityHeaders("default-src 'none'; sandbox"),
    })
  }

  /** Present only while the variable is true, so that turning it off also removes the origin. */
  private addFallback({ domainName, originPath, enabled }: FallbackOrigin): void {
    const forEach = `\${${enabled.fqn} ? [1] : []}`
    this.distribution.addOverride('dynamic.origin', {
      for_each: forEach,
      content: {
        origin_id: FALLBACK_ORIGIN,
        domain_name: domainName,
        origin_path: originPath,
        custom_origin_config: {
          http_port: 80,
          https_port: 443,
          origin_protocol_policy: 'https-only',
          origin_ssl_protocols: ['TLSv1.2'],
        },
      },
    })
    this.distribution.addOverride('dynamic.origin_group', {
      for_each: forEach,
      content: {
        origin_id: ORIGIN_GROUP,
        failover_criteria: { status_codes: MISS_STATUS_CODES },
        member: [{ origin_id: BUCKET_ORIGIN }, { origin_id: FALLBACK_ORIGIN }],
      },
    })
  }
}

/** On CloudFront's own name AWS fixes the lowest TLS version, and a plan that asks for another never ends. */
function viewerCertificate({ domain }: PublicDistributionProps) {
  return domain === undefined ? { cloudfrontDefaultCertificate: true } : ownCertificate(domain.certificate)
}

function targetOrigin(fallback: FallbackOrigin | undefined): string {
  if (fallback === undefined) return BUCKET_ORIGIN
  return `\${${fallback.enabled.fqn} ? "${ORIGIN_GROUP}" : "${BUCKET_ORIGIN}"}`
}
