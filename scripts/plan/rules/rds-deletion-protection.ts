import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

export const rdsDeletionProtection: Rule = {
  id: 'rds-deletion-protection',
  title: 'Databases refuse to be deleted',
  row: 16,
  checkov: 'CKV_AWS_293',
  trivy: 'AWS-0177',
  severity: 'high',
  appliesTo: ['aws_db_instance'],
  fix: 'Set deletion_protection.',
  exception: 'Read replicas: they hold nothing of their own.',
  check: (instance) => (isReplica(instance) ? [] : mustBe(instance, 'deletion_protection', true)),
}

/** A replica holds nothing that its source does not have. */
function isReplica({ values }: PlannedResource): boolean {
  return values['replicate_source_db'] !== undefined
}
