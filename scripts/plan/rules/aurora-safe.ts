import { mustBe, mustBeSet, requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

const MIN_BACKUP_DAYS = 7

export const auroraSafe: Rule = {
  id: 'aurora-safe',
  title: 'An Aurora cluster is encrypted, backed up, protected and logged',
  row: 31,
  checkov: 'CKV_AWS_96, CKV_AWS_139, CKV_AWS_162, CKV_AWS_324, CKV_AWS_327; CKV2_AWS_8, CKV2_AWS_27',
  trivy: 'AWS-0079, AWS-0343',
  severity: 'high',
  appliesTo: ['aws_rds_cluster'],
  fix: 'Set what is named here.',
  check: (cluster) => [
    ...mustBe(cluster, 'storage_encrypted', true),
    ...mustBeSet(cluster, 'kms_key_id', 'a KMS key'),
    ...mustBe(cluster, 'deletion_protection', true),
    ...mustBe(cluster, 'iam_database_authentication_enabled', true),
    ...mustBe(cluster, 'copy_tags_to_snapshot', true),
    ...mustBeSet(cluster, 'enabled_cloudwatch_logs_exports', 'a list of logs'),
    ...mustBeSet(cluster, 'db_cluster_parameter_group_name', 'a parameter group that logs statements'),
    ...requires(cluster, 'backup_retention_period', {
      expected: `${MIN_BACKUP_DAYS} days or more`,
      holds: (days) => typeof days === 'number' && days >= MIN_BACKUP_DAYS,
    }),
  ],
}
