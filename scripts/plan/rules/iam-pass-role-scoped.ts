import { isAnything } from '../judge/iam-actions'
import { conditionValues, covers, eachStatement, faultOf, IDENTITY_POLICIES } from '../judge/policies'
import type { Rule } from '../judge/rule'

export const iamPassRoleScoped: Rule = {
  id: 'iam-pass-role-scoped',
  title: 'A role is handed to named services only',
  row: 82,
  checkov: 'CKV_AWS_110',
  trivy: 'AWS-0342',
  severity: 'critical',
  appliesTo: Object.keys(IDENTITY_POLICIES),
  fix: 'Name the roles, and the services by iam:PassedToService.',
  check: (policy) =>
    eachStatement(policy, 'policy', (statement) => {
      const passes = statement.actions.some((action) => covers(action, 'iam:PassRole'))
      if (statement.effect !== 'Allow' || !passes) return []
      if (statement.resources.some(isAnything))
        return [faultOf(statement, 'iam:PassRole of any role', 'named roles')]
      const isOpen = statement.resources.some((resource) => resource.endsWith('*'))
      return isOpen && conditionValues(statement, 'iam:PassedToService').length === 0
        ? [faultOf(statement, 'iam:PassRole to any service', 'a condition on iam:PassedToService')]
        : []
    }),
}
