import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const rdsPerformanceInsights: Rule = {
  id: 'rds-performance-insights',
  title: 'Databases have Performance Insights',
  row: 25,
  checkov: 'CKV_AWS_353',
  trivy: 'AWS-0133',
  severity: 'low',
  appliesTo: ['aws_db_instance'],
  fix: 'Set performance_insights_enabled.',
  check: (instance) => mustBe(instance, 'performance_insights_enabled', true),
}
