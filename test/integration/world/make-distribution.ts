import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'

export interface DistributionOptions {
  s3Domain: string
  /** '' for none. */
  accessControlId: string
  fallback: { domain: string; path: string; on: readonly number[] } | undefined
}

let count = 0

/** The API as Terraform speaks it; there is no CloudFront client among our dependencies. */
export async function cloudfront(emulator: Emulator, path: string, xml?: string): Promise<string> {
  const scope = 'rehearsal/20250101/us-east-1/cloudfront/aws4_request'
  const response = await fetch(`${emulator.endpoint}/2020-05-31/${path}`, {
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
    ...(xml !== undefined && { method: 'POST', body: xml }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${text}`)
  return text
}

export function tag(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? ''
}

export async function createAccessControl(emulator: Emulator): Promise<string> {
  const xml = await cloudfront(
    emulator,
    'origin-access-control',
    `<OriginAccessControlConfig><Name>a</Name><OriginAccessControlOriginType>s3</OriginAccessControlOriginType>
     <SigningBehavior>always</SigningBehavior><SigningProtocol>sigv4</SigningProtocol></OriginAccessControlConfig>`,
  )
  return tag(xml, 'Id')
}

/** A distribution shaped as the storage stack's: an S3 origin, and an origin group if there is a fallback. */
export async function createDistribution(
  emulator: Emulator,
  options: DistributionOptions,
): Promise<{ id: string; arn: string; host: string }> {
  const xml = await cloudfront(emulator, 'distribution', distributionXml(options))
  return { id: tag(xml, 'Id'), arn: tag(xml, 'ARN'), host: tag(xml, 'DomainName') }
}

function distributionXml({ s3Domain, accessControlId, fallback }: DistributionOptions): string {
  return `<DistributionConfig><CallerReference>${String((count += 1))}</CallerReference><Enabled>true</Enabled>
    <Comment></Comment><Origins><Quantity>2</Quantity><Items>
      <Origin><Id>s3</Id><DomainName>${s3Domain}</DomainName>
        <OriginAccessControlId>${accessControlId}</OriginAccessControlId>
        <S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig></Origin>
      ${fallback === undefined ? '' : fallbackOrigin(fallback)}
    </Items></Origins>
    ${fallback === undefined ? '' : originGroup(fallback.on)}
    <DefaultCacheBehavior><TargetOriginId>${fallback === undefined ? 's3' : 'group'}</TargetOriginId>
      <ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy>
      <AllowedMethods><Quantity>3</Quantity><Items><Method>GET</Method><Method>HEAD</Method><Method>OPTIONS</Method></Items></AllowedMethods>
      <CachePolicyId>658327ea-f89d-4fab-a63d-7e88639e58f6</CachePolicyId></DefaultCacheBehavior>
  </DistributionConfig>`
}

function fallbackOrigin({ domain, path }: { domain: string; path: string }): string {
  return `<Origin><Id>former</Id><DomainName>${domain}</DomainName><OriginPath>${path}</OriginPath><CustomOriginConfig>
    <HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort><OriginProtocolPolicy>https-only</OriginProtocolPolicy>
    <OriginSslProtocols><Quantity>1</Quantity><Items><SslProtocol>TLSv1.2</SslProtocol></Items></OriginSslProtocols>
    </CustomOriginConfig></Origin>`
}

function originGroup(on: readonly number[]): string {
  const codes = on.map((code) => `<StatusCode>${String(code)}</StatusCode>`).join('')
  return `<OriginGroups><Quantity>1</Quantity><Items><OriginGroup><Id>group</Id><FailoverCriteria>
    <StatusCodes><Quantity>${String(on.length)}</Quantity><Items>${codes}</Items></StatusCodes></FailoverCriteria>
    <Members><Quantity>2</Quantity><Items><OriginGroupMember><OriginId>s3</OriginId></OriginGroupMember>
    <OriginGroupMember><OriginId>former</OriginId></OriginGroupMember></Items></Members></OriginGroup></Items></OriginGroups>`
}
