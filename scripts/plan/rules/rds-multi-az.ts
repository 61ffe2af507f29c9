import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { isProduction } from '../judge/targets'
import type { PlannedResource } from '../resources/resource'

export const rdsMultiAz: Rule = {
  id: 'rds-multi-az',
  title: 'Databases of production have a standby in another zone',
  row: 18,
  checkov: 'CKV_AWS_157',
  severity: 'high',
  appliesTo: ['aws_db_instance'],
  fix: 'Set multi_az.',
  exception: 'Environments other than production, and read replicas.',
  check: (instance) =>
    !isProduction(instance) || isReplica(instance) ? [] : mustBe(instance, 'multi_az', true),
}

/** A replica is no primary. */
function isReplica({ values }: PlannedResource): boolean {
  return values['replicate_source_db'] !== undefined
}
