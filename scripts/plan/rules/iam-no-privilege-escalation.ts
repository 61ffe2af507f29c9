import { ESCALATIONS, isForAnything } from '../judge/iam-actions'
import {
  conditionKeys,
  covers,
  eachStatement,
  faultOf,
  IDENTITY_POLICIES,
  type Statement,
} from '../judge/policies'
import type { Rule } from '../judge/rule'

/** Changes who may use a role, not what it may do; IAM has no such condition for it. Named roles are enough. */
const TRUST: readonly string[] = ['iam:UpdateAssumeRolePolicy']

export const iamNoPrivilegeEscalation: Rule = {
  id: 'iam-no-privilege-escalation',
  title: 'Nobody can give himself more than he has',
  row: 82,
  checkov: 'CKV_AWS_110',
  trivy: 'AWS-0342',
  severity: 'critical',
  appliesTo: Object.keys(IDENTITY_POLICIES),
  fix: 'Name the roles and demand iam:PermissionsBoundary by a condition.',
  check: (policy) =>
    eachStatement(policy, 'policy', (statement) => {
      if (statement.effect !== 'Allow' || isBounded(statement)) return []
      const found = ESCALATIONS.filter((escalation) =>
        statement.actions.some((action) => covers(action, escalation)),
      )
      return found
        .filter((action) => isForAnything(statement) || !TRUST.includes(action))
        .map((action) =>
          faultOf(
            statement,
            `${action} on ${statement.resources.join(', ')}`,
            'a condition on iam:PermissionsBoundary',
          ),
        )
    }),
}

function isBounded(statement: Statement): boolean {
  return conditionKeys(statement).includes('iam:permissionsboundary') && !isForAnything(statement)
}
