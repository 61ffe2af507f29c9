import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const secretUnderOwnKey: Rule = {
  id: 'secret-under-own-key',
  title: 'Secrets are under a key of our own',
  row: 78,
  checkov: 'CKV_AWS_149',
  trivy: 'AWS-0098',
  severity: 'medium',
  appliesTo: ['aws_secretsmanager_secret'],
  fix: 'Set kms_key_id.',
  check: (secret) => mustBeSet(secret, 'kms_key_id', 'a KMS key'),
}
