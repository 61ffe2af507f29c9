import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl'
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration'
import type { TerraformProvider } from 'cdktf'
import { Construct } from 'constructs'
import { LogGroup } from './log-group'
import { managedRules, visible, WEB_ACL_LOGGING } from './managed-rules'

export interface EdgeWebAclProps {
  readonly name: string
  readonly description: string
  /** Of the log group, in us-east-1. */
  readonly kmsKeyArn: string
  /** What stands before CloudFront exists in us-east-1 only. @default the stack's provider, which must be in us-east-1 */
  readonly provider?: TerraformProvider
}

/**
 * A web ACL for distributions: managed rules refuse, everything else passes. 5 USD a month, 1 for each group of rules, and
 * 0.60 for a million requests. No rate limit here: distributions also serve pictures, a hundred to a page.
 */
export class EdgeWebAcl extends Construct {
  readonly webAcl: Wafv2WebAcl

  constructor(scope: Construct, id: string, props: EdgeWebAclProps) {
    super(scope, id)
    const where = props.provider === undefined ? {} : { provider: props.provider }
    this.webAcl = new Wafv2WebAcl(this, 'web-acl', {
      ...where,
      name: props.name,
      description: props.description,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      rule: managedRules(0),
      visibilityConfig: visible(props.name),
    })
    const logs = new LogGroup(this, 'logs', {
      ...where,
      // WAF writes only to log groups whose name begins so.
      name: `aws-waf-logs-${props.name}`,
      kmsKeyArn: props.kmsKeyArn,
    })
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      ...where,
      resourceArn: this.webAcl.arn,
      logDestinationConfigs: [logs.group.arn],
      ...WEB_ACL_LOGGING,
    })
  }
}
