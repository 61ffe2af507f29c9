import { texts } from '../judge/faults'
import type { Rule } from '../judge/rule'

const TOO_MUCH =
  /:policy\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess|Amazon\w+FullAccess|AWS\w+FullAccess)$/

export const iamNoAdministrators: Rule = {
  id: 'iam-no-administrators',
  title: "No role has one of AWS's policies that allow nearly everything",
  row: 82,
  checkov: 'CKV_AWS_62',
  trivy: 'AWS-0345',
  severity: 'critical',
  appliesTo: [
    'aws_iam_role_policy_attachment',
    'aws_iam_user_policy_attachment',
    'aws_iam_group_policy_attachment',
    'aws_iam_policy_attachment',
    'aws_iam_role',
  ],
  fix: 'Attach a policy of our own.',
  check: ({ values }) =>
    [...texts(values['policy_arn']), ...texts(values['managed_policy_arns'])]
      .filter((arn) => TOO_MUCH.test(arn))
      .map((found) => ({ attribute: 'policy_arn', found, expected: 'a policy of our own' })),
}
