import { absent } from '../judge/faults'
import { conditionKeys, eachStatement, faultOf } from '../judge/policies'
import type { Rule } from '../judge/rule'

export const kmsKeyPolicy: Rule = {
  id: 'kms-key-policy',
  title: 'Keys have a policy, and it does not let in everybody',
  row: 77,
  checkov: 'CKV2_AWS_64, CKV_AWS_33',
  severity: 'high',
  appliesTo: ['aws_kms_key', 'aws_kms_key_policy'],
  fix: 'Write a policy that names its principals.',
  check: (key, all) => {
    const isElsewhere =
      key.type === 'aws_kms_key' && all.naming(key, 'aws_kms_key_policy', 'key_id').length > 0
    if (key.values['policy'] === undefined && !isElsewhere) return absent('policy', 'a policy')
    return eachStatement(key, 'policy', (statement) =>
      statement.effect === 'Allow' &&
      statement.principals.includes('*') &&
      conditionKeys(statement).length === 0
        ? [faultOf(statement, 'everybody', 'named principals')]
        : [],
    )
  },
}
