import { conditionKeys, covers, eachStatement, faultOf } from '../judge/policies'
import type { Rule } from '../judge/rule'

export const queuePolicyNamesPrincipals: Rule = {
  id: 'queue-policy-names-principals',
  title: 'Not everybody may send to or read a queue',
  row: 80,
  checkov: 'CKV_AWS_168, CKV_AWS_387',
  trivy: 'AWS-0097',
  severity: 'critical',
  appliesTo: ['aws_sqs_queue_policy'],
  fix: 'Name the principals, or the source by a condition; name the actions.',
  check: (policy) =>
    eachStatement(policy, 'policy', (statement) => {
      if (statement.effect !== 'Allow') return []
      const isOpen = statement.principals.includes('*') && conditionKeys(statement).length === 0
      const hasStar = statement.actions.some((action) => covers(action, 'sqs:Anything'))
      return [
        ...(isOpen ? [faultOf(statement, 'everybody', 'named principals')] : []),
        ...(hasStar ? [faultOf(statement, 'every action', 'named actions')] : []),
      ]
    }),
}
