import { Route53Record } from '@cdktf/provider-aws/lib/route53-record'
import type { TerraformVariable } from 'cdktf'
import { Construct } from 'constructs'

export interface AliasRecordsProps {
  readonly domainName: string
  readonly zoneId: string
  /** What the name stands for, in the words of Route 53. */
  readonly aliasTo: { readonly name: string; readonly zoneId: string }
  /** Route 53 answers with it only while it is healthy: for load balancers. @default false */
  readonly evaluateTargetHealth?: boolean
  /** Boolean variable: whether the name points here. @default always */
  readonly enabled?: TerraformVariable | undefined
}

/** Points a name at something of AWS, for IPv4 and IPv6. Such records cost nothing to ask for. */
export class AliasRecords extends Construct {
  constructor(scope: Construct, id: string, props: AliasRecordsProps) {
    super(scope, id)
    const { domainName: name, zoneId, aliasTo, evaluateTargetHealth = false, enabled } = props
    for (const type of ['A', 'AAAA'] as const) {
      const record = new Route53Record(this, type.toLowerCase(), {
        zoneId,
        name,
        type,
        alias: { ...aliasTo, evaluateTargetHealth },
      })
      if (enabled !== undefined) record.addOverride('count', `\${${enabled.fqn} ? 1 : 0}`)
    }
  }
}
