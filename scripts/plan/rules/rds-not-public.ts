import { mustNotBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const rdsNotPublic: Rule = {
  id: 'rds-not-public',
  title: 'No database has a public address',
  row: 15,
  checkov: 'CKV_AWS_17',
  trivy: 'AWS-0180',
  severity: 'critical',
  appliesTo: ['aws_db_instance', 'aws_rds_cluster_instance'],
  fix: 'Leave publicly_accessible off.',
  check: (instance) => mustNotBe(instance, 'publicly_accessible', true),
}
