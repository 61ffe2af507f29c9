import { conditionKeys, covers, eachStatement, faultOf } from '../judge/policies'
import type { Rule } from '../judge/rule'

export const topicPolicyNamesPrincipals: Rule = {
  id: 'topic-policy-names-principals',
  title: 'Not everybody may publish or subscribe to a topic',
  row: 80,
  checkov: 'CKV_AWS_169, CKV_AWS_385',
  trivy: 'AWS-0097',
  severity: 'critical',
  appliesTo: ['aws_sns_topic_policy'],
  fix: 'Name the principals, or the source by a condition; name the actions.',
  check: (policy) =>
    eachStatement(policy, 'policy', (statement) => {
      if (statement.effect !== 'Allow') return []
      const isOpen = statement.principals.includes('*') && conditionKeys(statement).length === 0
      const hasStar = statement.actions.some((action) => covers(action, 'sns:Anything'))
      return [
        ...(isOpen ? [faultOf(statement, 'everybody', 'named principals')] : []),
        ...(hasStar ? [faultOf(statement, 'every action', 'named actions')] : []),
      ]
    }),
}
