import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

export const ecsRolesDiffer: Rule = {
  id: 'ecs-roles-differ',
  title: 'What starts a task and what runs in it have different roles',
  row: 59,
  checkov: 'CKV_AWS_249',
  severity: 'high',
  appliesTo: ['aws_ecs_task_definition'],
  fix: 'Set execution_role_arn and task_role_arn to two roles.',
  check: (definition) => {
    const missing = [
      ...mustBeSet(definition, 'execution_role_arn', 'a role'),
      ...mustBeSet(definition, 'task_role_arn', 'a role'),
    ]
    if (missing.length > 0 || !isSame(definition)) return missing
    return [{ attribute: 'task_role_arn', found: 'the execution role', expected: 'a role of its own' }]
  },
}

function isSame({ values, referencesOf }: PlannedResource): boolean {
  const [execution, task] = [values['execution_role_arn'], values['task_role_arn']]
  if (typeof execution === 'string' && execution === task) return true
  const named = referencesOf['task_role_arn']
  return named !== undefined && named.join() === referencesOf['execution_role_arn']?.join()
}
