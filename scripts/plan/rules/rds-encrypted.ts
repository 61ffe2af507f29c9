import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

export const rdsEncrypted: Rule = {
  id: 'rds-encrypted',
  title: 'Databases are encrypted',
  row: 14,
  checkov: 'CKV_AWS_16',
  trivy: 'AWS-0080',
  severity: 'critical',
  appliesTo: ['aws_db_instance'],
  fix: 'Set storage_encrypted.',
  exception: 'Read replicas: they take it from their source.',
  check: (instance) => (isReplica(instance) ? [] : mustBe(instance, 'storage_encrypted', true)),
}

/** A replica takes it from its source, which is judged. */
function isReplica({ values }: PlannedResource): boolean {
  return values['replicate_source_db'] !== undefined
}
