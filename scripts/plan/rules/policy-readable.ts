import { shown } from '../judge/faults'
import { jsonAlternatives } from '../judge/json-text'
import { IDENTITY_POLICIES, RESOURCE_POLICIES } from '../judge/policies'
import type { Rule } from '../judge/rule'

const POLICIES: Readonly<Record<string, string>> = {
  ...IDENTITY_POLICIES,
  ...RESOURCE_POLICIES,
  aws_iam_role: 'assume_role_policy',
  aws_ecs_task_definition: 'container_definitions',
}

export const policyReadable: Rule = {
  id: 'policy-readable',
  title: 'Every policy can be read before an apply',
  row: 'own',
  severity: 'medium',
  appliesTo: Object.keys(POLICIES),
  fix: 'Write it as JSON or jsonencode in the stack, so that the other rules can judge it.',
  judges: 'synth',
  check: ({ type, values }) => {
    const argument = POLICIES[type] ?? 'policy'
    const value = values[argument]
    return value === undefined || jsonAlternatives(value) !== undefined
      ? []
      : [{ attribute: argument, found: shown(value), expected: 'a document' }]
  },
}
