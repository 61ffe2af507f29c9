import type { Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl'
import type { Wafv2WebAclLoggingConfigurationConfig } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration'

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
    // It refuses every body above 8 KB: each upload, and each larger JSON document. Who takes bodies has limits of its own.
    countedRules: ['SizeRestrictions_BODY'],
  },
]

/** Tokens and cookies have no place in a log that people read. */
const REDACTED_HEADERS = ['authorization', 'cookie'] as const

/** What was let through without a remark is in the access log already. */
const LOGGED_ACTIONS = ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'] as const

/** AWS's managed rule groups that every web ACL has, from a priority on. */
export function managedRules(firstPriority: number): Wafv2WebAclRule[] {
  return RULE_GROUPS.map(({ name, countedRules = [] }, i) => ({
    name,
    priority: firstPriority + i,
    overrideAction: { none: {} },
    // The provider's schema of a statement has no end, so its binding takes Terraform's own words.
    statement: {
      managed_rule_group_statement: {
        vendor_name: 'AWS',
        name,
        ...(countedRules.length === 0 ? {} : { rule_action_override: countedRules.map(counted) }),
      },
    },
    visibilityConfig: visible(name),
  }))
}

function counted(name: string): object {
  return { name, action_to_use: { count: {} } }
}

export function visible(metricName: string) {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true }
}

/** What a web ACL writes to its log: what it refused or counted, without anybody's tokens. */
export const WEB_ACL_LOGGING: Pick<
  Wafv2WebAclLoggingConfigurationConfig,
  'redactedFields' | 'loggingFilter'
> = {
  redactedFields: REDACTED_HEADERS.map((name) => ({ singleHeader: { name } })),
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
}
