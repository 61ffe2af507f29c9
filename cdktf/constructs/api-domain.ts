import { Apigatewayv2ApiMapping } from '@cdktf/provider-aws/lib/apigatewayv2-api-mapping'
import { Apigatewayv2DomainName } from '@cdktf/provider-aws/lib/apigatewayv2-domain-name'
import type { TerraformVariable } from 'cdktf'
import { Construct } from 'constructs'
import { AliasRecords } from './alias-records'
import { Certificate } from './certificate'
import type { HttpApi } from './http-api'

export interface ApiDomainProps {
  readonly domainName: string
  /** Route 53 zone in which the name lies. */
  readonly zoneId: string
  readonly api: HttpApi
  /** Boolean variable: whether the name points here. @default always */
  readonly enabled?: TerraformVariable | undefined
}

/** A host name of ours for an HTTP API: certificate, mapping, and records for IPv4 and IPv6. */
export class ApiDomain extends Construct {
  constructor(scope: Construct, id: string, props: ApiDomainProps) {
    super(scope, id)
    const { domainName, zoneId, api, enabled } = props
    const certificate = new Certificate(this, 'certificate', { domainName, zoneId })
    const domain = new Apigatewayv2DomainName(this, 'domain', {
      domainName,
      domainNameConfiguration: {
        certificateArn: certificate.arn,
        endpointType: 'REGIONAL',
        securityPolicy: 'TLS_1_2',
        ipAddressType: 'dualstack',
      },
    })
    new Apigatewayv2ApiMapping(this, 'mapping', {
      apiId: api.api.id,
      domainName: domain.domainName,
      stage: api.stage.id,
    })
    new AliasRecords(this, 'records', {
      domainName,
      zoneId,
      aliasTo: {
        name: domain.domainNameConfiguration.targetDomainName,
        zoneId: domain.domainNameConfiguration.hostedZoneId,
      },
      enabled,
    })
  }
}
