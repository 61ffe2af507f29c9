import { Route53Record } from '@cdktf/provider-aws/lib/route53-record'
import type { TerraformVariable } from 'cdktf'
import { Construct } from 'constructs'

export interface AliasRecordsProps {
  readonly domainName: string
  readonly zoneId: string
  /** What the name stands for, in the words of Route 53. */
  readonly aliasTo: { readonly name: string; readonly zoneId: string }
  /** Boolean variable: whether the name points here. @default always */
  readonly enabled?: TerraformVariable | undefined
}

/** Points a name at something of AWS, for IPv4 and IPv6. Such records cost nothing to ask for. */
export class AliasRecords extends Construct {
  constructor(scope: Construct, id: string, props: AliasRecordsProps) {
    super(scope, id)
    const { domainName: name, zoneId, aliasTo, enabled } = props
    for (const type of ['A', 'AAAA'] as const) {
      const record = new Route53Record(this, type.toLowerCase(), {
        zoneId,
        name,
        type,
        // There is nothing else to answer with. And a load balancer with an empty target group, which the idle colour always
        // is, counts as unhealthy: docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
        alias: { ...aliasTo, evaluateTargetHealth: false },
      })
      if (enabled !== undefined) record.addOverride('count', `\${${enabled.fqn} ? 1 : 0}`)
    }
  }
}
