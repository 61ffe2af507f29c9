import { mustNotBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const rdsMinorUpgrades: Rule = {
  id: 'rds-minor-upgrades',
  title: 'Databases take minor upgrades by themselves',
  row: 24,
  checkov: 'CKV_AWS_226',
  severity: 'medium',
  appliesTo: ['aws_db_instance'],
  fix: 'Leave auto_minor_version_upgrade on.',
  check: (instance) => mustNotBe(instance, 'auto_minor_version_upgrade', false),
}
