import { mustStandBeside } from '../judge/beside'
import type { Rule } from '../judge/rule'

export const secretRotates: Rule = {
  id: 'secret-rotates',
  title: 'Secrets are rotated',
  row: 78,
  checkov: 'CKV2_AWS_57',
  severity: 'medium',
  appliesTo: ['aws_secretsmanager_secret'],
  fix: 'Add an aws_secretsmanager_secret_rotation, or waive it where somebody else issues the value.',
  check: (secret, all) =>
    mustStandBeside(secret, all, {
      type: 'aws_secretsmanager_secret_rotation',
      by: 'secret_id',
      expected: 'a rotation of the secret',
    }),
}
