import { absent } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { block, valueAt } from '../resources/resource'

const GROUP = 'statement.managed_rule_group_statement'
const KNOWN_BAD_INPUTS = 'AWSManagedRulesKnownBadInputsRuleSet'

export const webAclKnownBadInputs: Rule = {
  id: 'web-acl-known-bad-inputs',
  title: "Web ACLs refuse known bad inputs, Log4j's among them",
  row: 71,
  checkov: 'CKV2_AWS_47, CKV2_AWS_76',
  severity: 'high',
  appliesTo: ['aws_wafv2_web_acl'],
  fix: 'Add the managed rule group AWSManagedRulesKnownBadInputsRuleSet, and do not let it count only.',
  check: ({ values }) => {
    const rules = block(values, 'rule')
    const found = rules.find((rule) => valueAt(rule, `${GROUP}.name`) === KNOWN_BAD_INPUTS)
    if (found === undefined) return absent(KNOWN_BAD_INPUTS, 'a rule with this managed group')
    const isCounting = block(block(found, 'override_action')[0], 'count').length > 0
    return isCounting ? [{ attribute: 'override_action', found: 'count', expected: 'none' }] : []
  },
}
