import { judge, textOf } from '../judge/faults'
import type { Fault, Rule } from '../judge/rule'
import { block, type PlannedResource } from '../resources/resource'

export const rdsQueryLogging: Rule = {
  id: 'rds-query-logging',
  title: 'PostgreSQL logs schema changes and slow statements',
  row: 22,
  checkov: 'CKV2_AWS_30',
  severity: 'low',
  appliesTo: ['aws_db_parameter_group'],
  fix: 'Set log_statement and log_min_duration_statement in the parameter group.',
  check: (group) =>
    isPostgres(group)
      ? [...asks(group, 'log_statement', 'none'), ...asks(group, 'log_min_duration_statement', '-1')]
      : [],
}

function isPostgres({ values }: PlannedResource): boolean {
  return textOf(values['family']).includes('postgres')
}

function asks({ values }: PlannedResource, name: string, off: string): readonly Fault[] {
  const parameter = block(values, 'parameter').find((candidate) => candidate['name'] === name)
  return judge(name, parameter?.['value'], {
    expected: `set, and not ${off}`,
    holds: (value) => textOf(value) !== '' && textOf(value) !== off,
  })
}
