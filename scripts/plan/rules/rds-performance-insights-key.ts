import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const rdsPerformanceInsightsKey: Rule = {
  id: 'rds-performance-insights-key',
  title: 'Performance Insights is under a key of our own',
  row: 26,
  checkov: 'CKV_AWS_354',
  trivy: 'AWS-0078',
  severity: 'low',
  appliesTo: ['aws_db_instance'],
  fix: 'Set performance_insights_kms_key_id.',
  check: (instance) =>
    instance.values['performance_insights_enabled'] === true
      ? mustBeSet(instance, 'performance_insights_kms_key_id', 'a KMS key')
      : [],
}
