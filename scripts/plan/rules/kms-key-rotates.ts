import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

export const kmsKeyRotates: Rule = {
  id: 'kms-key-rotates',
  title: 'Keys are rotated every year',
  row: 77,
  checkov: 'CKV_AWS_7',
  trivy: 'AWS-0065',
  severity: 'medium',
  appliesTo: ['aws_kms_key'],
  fix: 'Set enable_key_rotation.',
  exception: 'Asymmetric keys: AWS cannot rotate them.',
  check: (key) => (isSymmetric(key) ? mustBe(key, 'enable_key_rotation', true) : []),
}

function isSymmetric({ values }: PlannedResource): boolean {
  return (values['customer_master_key_spec'] ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT'
}
