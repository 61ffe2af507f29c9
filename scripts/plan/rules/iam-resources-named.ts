import { isForAnything, needsNoResource } from '../judge/iam-actions'
import { eachStatement, faultOf, IDENTITY_POLICIES } from '../judge/policies'
import type { Rule } from '../judge/rule'

export const iamResourcesNamed: Rule = {
  id: 'iam-resources-named',
  title: 'What changes something or reads data names its resources',
  row: 82,
  checkov: 'CKV_AWS_107, CKV_AWS_108, CKV_AWS_109, CKV_AWS_111, CKV_AWS_290, CKV_AWS_355, CKV_AWS_356',
  severity: 'high',
  appliesTo: Object.keys(IDENTITY_POLICIES),
  fix: 'Name the resources by ARN, or limit them by a condition on their tags.',
  exception: 'Actions for which AWS has no resource-level permission, and reads of settings (not of data).',
  check: (policy) =>
    eachStatement(policy, 'policy', (statement) => {
      if (statement.effect !== 'Allow' || !isForAnything(statement)) return []
      const limitable = statement.actions.filter((action) => !needsNoResource(action))
      return limitable.length === 0
        ? []
        : [
            faultOf(
              statement,
              `${limitable.join(', ')} on ${statement.resources.join(', ')}`,
              'named resources',
            ),
          ]
    }),
}
