import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group'
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule'
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule'
import { conditional, Token, type TerraformVariable } from 'cdktf'
import { Construct } from 'constructs'

export interface SecurityGroupProps {
  readonly name: string
  /** Cannot be changed later: AWS would make a new group. */
  readonly description: string
  readonly vpcId: string
  /** The group and its rules exist while this is true. @default always */
  readonly enabled?: TerraformVariable
}

/** Exactly one other side. */
export type Peer =
  | { readonly cidrIpv4: string }
  | { readonly cidrIpv6: string }
  | { readonly referencedSecurityGroupId: string }

export interface SecurityGroupRule {
  readonly description: string
  readonly port: number
  readonly peer: Peer
  /** The rule exists while this is true. @default as long as the group */
  readonly enabled?: TerraformVariable
}

/** Both families of addresses, anywhere. */
export const ANYWHERE: Readonly<Record<'ipv4' | 'ipv6', Peer>> = {
  ipv4: { cidrIpv4: '0.0.0.0/0' },
  ipv6: { cidrIpv6: '::/0' },
}

/** A group of which every rule is a resource of its own: one TCP port, one other side, and what it is for. Without rules it is shut both ways. */
export class SecurityGroup extends Construct {
  private readonly group: AwsSecurityGroup
  private readonly enabled: TerraformVariable | undefined

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id)
    this.enabled = props.enabled
    this.group = new AwsSecurityGroup(this, 'group', {
      name: props.name,
      description: props.description,
      vpcId: props.vpcId,
      tags: { Name: props.name },
      ...countOf(props.enabled),
    })
  }

  /** For what exists as long as the group does. */
  get groupId(): string {
    return this.enabled === undefined ? this.group.id : `\${one(${this.address}[*].id)}`
  }

  /** Empty text while the group does not exist. */
  get groupIdOrEmpty(): string {
    return this.enabled === undefined ? this.group.id : `\${try(${this.address}[0].id, "")}`
  }

  allowIn(id: string, rule: SecurityGroupRule): void {
    new VpcSecurityGroupIngressRule(this, id, this.ruleOf(rule))
  }

  allowOut(id: string, rule: SecurityGroupRule): void {
    new VpcSecurityGroupEgressRule(this, id, this.ruleOf(rule))
  }

  /** Out to one port anywhere, over both families of addresses. */
  allowOutAnywhere(id: string, rule: Omit<SecurityGroupRule, 'peer'>): void {
    this.allowOut(`${id}-ipv4`, { ...rule, peer: ANYWHERE.ipv4 })
    this.allowOut(`${id}-ipv6`, { ...rule, peer: ANYWHERE.ipv6 })
  }

  private ruleOf({ description, port, peer, enabled = this.enabled }: SecurityGroupRule) {
    return {
      securityGroupId: this.groupId,
      description,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      ...peer,
      ...countOf(enabled),
    }
  }

  private get address(): string {
    return `${this.group.terraformResourceType}.${this.group.friendlyUniqueId}`
  }
}

function countOf(enabled: TerraformVariable | undefined): { count?: number } {
  return enabled === undefined ? {} : { count: Token.asNumber(conditional(enabled.value, 1, 0)) }
}
