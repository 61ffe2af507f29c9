import { CloudfrontOriginAccessControl } from '@cdktf/provider-aws/lib/cloudfront-origin-access-control'
import type { Construct } from 'constructs'
import type { Certificate } from './certificate'
import type { PrivateBucket } from './private-bucket'

// What every distribution has, whatever it serves.

const HSTS_SECONDS = 31_536_000

/** A bucket as origin, every read of it signed: its policy need admit nobody but the distribution. */
export function bucketOrigin(
  scope: Construct,
  { name, originId, bucket }: { name: string; originId: string; bucket: PrivateBucket },
) {
  const access = new CloudfrontOriginAccessControl(scope, 'origin-access-control', {
    name,
    description: 'Signs every read of the bucket',
    originAccessControlOriginType: 's3',
    signingBehavior: 'always',
    signingProtocol: 'sigv4',
  })
  return {
    originId,
    domainName: bucket.bucket.bucketRegionalDomainName,
    originAccessControlId: access.id,
  }
}

/** For a name of ours. */
export function ownCertificate(certificate: Certificate) {
  return {
    acmCertificateArn: certificate.arn,
    sslSupportMethod: 'sni-only',
    minimumProtocolVersion: 'TLSv1.2_2021',
  }
}

export function securityHeaders(contentSecurityPolicy: string) {
  return {
    contentTypeOptions: { override: true },
    contentSecurityPolicy: { contentSecurityPolicy, override: true },
    frameOptions: { frameOption: 'DENY', override: true },
    referrerPolicy: { referrerPolicy: 'strict-origin-when-cross-origin', override: true },
    strictTransportSecurity: {
      accessControlMaxAgeSec: HSTS_SECONDS,
      includeSubdomains: true,
      preload: true,
      override: true,
    },
  }
}
