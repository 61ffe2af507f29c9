import { requires } from '../judge/faults'
import type { Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

const MIN_DAYS = 7

export const rdsBackups: Rule = {
  id: 'rds-backups',
  title: 'Databases are backed up for a week at least',
  row: 17,
  checkov: 'CKV_AWS_133',
  trivy: 'AWS-0077',
  severity: 'high',
  appliesTo: ['aws_db_instance'],
  fix: 'Set backup_retention_period to 7 or more.',
  exception: 'Read replicas: the source is backed up.',
  check: (instance) =>
    isReplica(instance)
      ? []
      : requires(instance, 'backup_retention_period', {
          expected: `${MIN_DAYS} days or more`,
          holds: (days) => typeof days === 'number' && days >= MIN_DAYS,
        }),
}

/** A replica need not be backed up: its source is. */
function isReplica({ values }: PlannedResource): boolean {
  return values['replicate_source_db'] !== undefined
}
