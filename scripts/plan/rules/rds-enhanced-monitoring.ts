import { mustBeSet, requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const rdsEnhancedMonitoring: Rule = {
  id: 'rds-enhanced-monitoring',
  title: 'The machines of databases are monitored',
  row: 20,
  checkov: 'CKV_AWS_118',
  severity: 'low',
  appliesTo: ['aws_db_instance'],
  fix: 'Set monitoring_interval (seconds) and monitoring_role_arn.',
  check: (instance) => [
    ...requires(instance, 'monitoring_interval', {
      expected: '1 to 60 seconds',
      holds: (seconds) => typeof seconds === 'number' && seconds > 0,
    }),
    ...mustBeSet(instance, 'monitoring_role_arn', 'a role'),
  ],
}
