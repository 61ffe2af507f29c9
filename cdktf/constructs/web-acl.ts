import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl'
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association'
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration'
import type { Lb } from '@cdktf/provider-aws/lib/lb'
import { Construct } from 'constructs'
import { LogGroup } from './log-group'

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

interface ManagedRuleGroup {
  readonly name: string
  /** Rules that only count: reason beside it. @default none */
  readonly countedRules?: readonly string[]
}

/** 927 of the 1500 capacity units that are in the price. In the order in which they look at a request. */
const RULE_GROUPS: readonly ManagedRuleGroup[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList' },
  // Log4j among them.
  { name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  {
    name: 'AWSManagedRulesCommonRuleSet',
    // It refuses every body above 8 KB: each upload, and each larger JSON document. The services limit bodies themselves.
    countedRules: ['SizeRestrictions_BODY'],
  },
]

const REQUESTS_PER_5_MINUTES = 10_000

/** Tokens and cookies have no place in a log that people read. */
const REDACTED_HEADERS = ['authorization', 'cookie'] as const

/** What was let through without a remark is in the load balancer's own log already. */
const LOGGED_ACTIONS = ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'] as const

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
      rule: [rateRule(props.requestsPer5Minutes ?? REQUESTS_PER_5_MINUTES), ...RULE_GROUPS.map(groupRule)],
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
      redactedFields: REDACTED_HEADERS.map((header) => ({ singleHeader: { name: header } })),
      loggingFilter: {
        defaultBehavior: 'DROP',
        filter: [
          {
            behavior: 'KEEP',
            requirement: 'MEETS_ANY',
            condition: LOGGED_ACTIONS.map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
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

function groupRule({ name, countedRules = [] }: ManagedRuleGroup, index: number): Wafv2WebAclRule {
  const overrides = countedRules.map((rule) => ({ name: rule, action_to_use: { count: {} } }))
  return {
    name,
    priority: index + 1,
    overrideAction: { none: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: 'AWS',
        name,
        ...(overrides.length === 0 ? {} : { rule_action_override: overrides }),
      },
    },
    visibilityConfig: visible(name),
  }
}

function visible(metricName: string) {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true }
}
