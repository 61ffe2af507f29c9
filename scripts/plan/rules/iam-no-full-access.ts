import { isForAnything } from '../judge/iam-actions'
import { eachStatement, faultOf, IDENTITY_POLICIES } from '../judge/policies'
import type { Rule } from '../judge/rule'

export const iamNoFullAccess: Rule = {
  id: 'iam-no-full-access',
  title: 'Nobody may do everything, or everything of a service with everything it has',
  row: 82,
  checkov: 'CKV_AWS_62, CKV_AWS_63, CKV2_AWS_40',
  trivy: 'AWS-0345',
  severity: 'critical',
  appliesTo: Object.keys(IDENTITY_POLICIES),
  fix: 'Name the actions, or at least the resources.',
  check: (policy) =>
    eachStatement(policy, 'policy', (statement) => {
      if (statement.effect !== 'Allow') return []
      if (statement.allActionsBut) return [faultOf(statement, 'NotAction', 'named actions')]
      const stars = statement.actions.filter((action) =>
        isForAnything(statement) ? /^(?:\*|[a-z0-9-]+:\*)$/i.test(action) : /^\*(?::\*)?$/.test(action),
      )
      return stars.map((action) =>
        faultOf(
          statement,
          `${action} on ${statement.resources.join(', ')}`,
          'named actions on named resources',
        ),
      )
    }),
}
