import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone'
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone'
import { Construct } from 'constructs'

export interface HostedZoneProps {
  readonly name: string
  /** `own`: made here. `existing`: somebody else's, looked up by name. */
  readonly ownership: 'own' | 'existing'
}

/** A public Route 53 zone. Its records belong to those who need them. */
export class HostedZone extends Construct {
  readonly zoneId: string
  /** What the domain's registrar, or the parent zone, has to name. Absent where the zone is not ours. */
  readonly nameServers: readonly string[] | undefined

  constructor(scope: Construct, id: string, { name, ownership }: HostedZoneProps) {
    super(scope, id)
    if (ownership === 'existing') {
      this.zoneId = new DataAwsRoute53Zone(this, 'zone', { name, privateZone: false }).zoneId
      return
    }
    const zone = new Route53Zone(this, 'zone', {
      name,
      comment: 'Made by supabase-to-aws',
      // A new zone has other name servers: the whole domain would be gone until the registrar names them.
      lifecycle: { preventDestroy: true },
    })
    this.zoneId = zone.zoneId
    this.nameServers = zone.nameServers
  }
}
