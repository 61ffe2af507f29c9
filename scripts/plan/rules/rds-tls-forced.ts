import { judge, mustBeSet, textOf } from '../judge/faults'
import type { Fault, Rule } from '../judge/rule'
import { block, type PlannedResource } from '../resources/resource'

export const rdsTlsForced: Rule = {
  id: 'rds-tls-forced',
  title: 'PostgreSQL refuses connections without TLS',
  row: 23,
  checkov: 'CKV2_AWS_69',
  severity: 'critical',
  appliesTo: ['aws_db_parameter_group', 'aws_db_instance'],
  fix: 'Set rds.force_ssl to 1 in the parameter group, and give the instance that group.',
  check: (resource) => (resource.type === 'aws_db_instance' ? ownGroup(resource) : forced(resource)),
}

function ownGroup(instance: PlannedResource): readonly Fault[] {
  return mustBeSet(instance, 'parameter_group_name', 'a parameter group that forces TLS')
}

function forced({ values }: PlannedResource): readonly Fault[] {
  if (!textOf(values['family']).includes('postgres')) return []
  const parameter = block(values, 'parameter').find(({ name }) => name === 'rds.force_ssl')
  return judge('rds.force_ssl', parameter?.['value'], {
    expected: '1',
    holds: (value) => textOf(value) === '1',
  })
}
