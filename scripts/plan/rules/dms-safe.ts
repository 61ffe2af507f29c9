import { mustBe, mustBeSet, requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const dmsSafe: Rule = {
  id: 'dms-safe',
  title: 'Replication instances are private, encrypted, and speak TLS',
  row: 83,
  checkov: 'CKV_AWS_89, CKV_AWS_212, CKV_AWS_222, CKV_AWS_296; CKV2_AWS_49',
  severity: 'high',
  appliesTo: ['aws_dms_replication_instance', 'aws_dms_endpoint'],
  fix: 'Set what is named here.',
  check: (resource) =>
    resource.type === 'aws_dms_endpoint'
      ? requires(resource, 'ssl_mode', {
          expected: 'require, verify-ca or verify-full',
          holds: (mode) => typeof mode === 'string' && mode !== 'none',
        })
      : [
          ...mustBe(resource, 'publicly_accessible', false),
          ...mustBeSet(resource, 'kms_key_arn', 'a KMS key'),
          ...mustBe(resource, 'auto_minor_version_upgrade', true),
        ],
}
