import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl'
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association'
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration'
import type { Lb } from '@cdktf/provider-aws/lib/lb'
import { Construct } from 'constructs'
import { LogGroup } from './log-group'
import { managedRules, visible, WEB_ACL_LOGGING } from './managed-rules'

export interface WebAclProps {
  readonly name: string
  readonly description: string
  /** Of the log group. */
  readonly kmsKeyArn: string
  readonly loadBalancer: Lb
  /**
   * Most requests from one address. High, because an address may be an edge of CloudFront that speaks for many users.
   * @default 10000
   */
  readonly requestsPer5Minutes?: number
}

const REQUESTS_PER_5_MINUTES = 10_000

/** Stands before a load balancer: managed rules and a rate limit refuse, everything else passes. */
export class WebAcl extends Construct {
  readonly webAcl: Wafv2WebAcl

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id)
    this.webAcl = new Wafv2WebAcl(this, 'web-acl', {
      name: props.name,
      description: props.description,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rule: [rateRule(props.requestsPer5Minutes ?? REQUESTS_PER_5_MINUTES), ...managedRules(1)],
      visibilityConfig: visible(props.name),
    })
    new Wafv2WebAclAssociation(this, 'association', {
      resourceArn: props.loadBalancer.arn,
      webAclArn: this.webAcl.arn,
    })
    this.addLogging(props)
  }

  private addLogging({ name, kmsKeyArn }: WebAclProps): void {
    // WAF writes only to log groups whose name begins so.
    const logs = new LogGroup(this, 'logs', { name: `aws-waf-logs-${name}`, kmsKeyArn })
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      resourceArn: this.webAcl.arn,
      logDestinationConfigs: [logs.group.arn],
      ...WEB_ACL_LOGGING,
    })
  }
}

// The provider's schema of a statement has no end, so its binding takes Terraform's own words.

function rateRule(limit: number): Wafv2WebAclRule {
  return {
    name: 'rate-limit',
    priority: 0,
    action: { block: {} },
    statement: { rate_based_statement: { limit, aggregate_key_type: 'IP', evaluation_window_sec: 300 } },
    visibilityConfig: visible('rate-limit'),
  }
}
