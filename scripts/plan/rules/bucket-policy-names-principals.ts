import { conditionKeys, covers, eachStatement, faultOf } from '../judge/policies'
import type { Rule } from '../judge/rule'

export const bucketPolicyNamesPrincipals: Rule = {
  id: 'bucket-policy-names-principals',
  title: 'No bucket policy lets in everybody, or keeps out even its owner',
  row: 42,
  checkov: 'CKV_AWS_70, CKV_AWS_93',
  severity: 'critical',
  appliesTo: ['aws_s3_bucket_policy'],
  fix: 'Name the principals, or add a condition that does.',
  check: (policy) =>
    eachStatement(policy, 'policy', (statement) => {
      const isAnybody = statement.principals.includes('*')
      if (!isAnybody || conditionKeys(statement).length > 0) return []
      if (statement.effect === 'Allow') return [faultOf(statement, 'everybody is let in', 'named principals')]
      return statement.actions.some((action) => covers(action, 's3:PutBucketPolicy'))
        ? [faultOf(statement, 'everybody is kept out, also from the policy itself', 'a condition')]
        : []
    }),
}
