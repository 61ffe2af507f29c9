import { absent, notJudged } from '../judge/faults'
import type { Inventory } from '../judge/inventory'
import type { Rule } from '../judge/rule'
import { withoutIndex, type PlannedResource } from '../resources/resource'

const WORN = 'something that wears the group'

/** Groups and rules that name another group do not wear it. */
const IS_RULE = /^aws_(?:default_)?(?:vpc_)?security_group/

export const securityGroupAttached: Rule = {
  id: 'security-group-attached',
  title: 'Every security group is worn by something',
  row: 10,
  checkov: 'CKV2_AWS_5',
  severity: 'low',
  appliesTo: ['aws_security_group'],
  fix: 'Attach it, or remove it: what nothing wears only misleads.',
  check: (group, all) => {
    if (isWornHere(group, all)) return []
    const exported = all.near(group, 'output').filter((output) => names(output, group))
    if (exported.some(({ path }) => all.isReadElsewhere(group.stack, path))) return []
    // A plan shows one stack: what reads the output is in another.
    if (exported.length > 0 && group.source === 'plan') return [notJudged('attachment', WORN, undefined)]
    return absent('attachment', WORN)
  },
}

function isWornHere(group: PlannedResource, all: Inventory): boolean {
  return all
    .ofStack(group.stack)
    .some((other) => !IS_RULE.test(other.type) && other.type !== 'output' && names(other, group))
}

function names(other: PlannedResource, group: PlannedResource): boolean {
  return other.references.includes(withoutIndex(group.address))
}
