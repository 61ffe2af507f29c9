import { textOf } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { asList, block, valueAt, type PlannedResource } from '../resources/resource'

export const deployToolOwnsReleases: Rule = {
  id: 'deploy-tool-owns-releases',
  title: 'Terraform leaves image, number of tasks and weights to the deploy tool',
  row: 'own',
  severity: 'high',
  appliesTo: ['aws_ecs_service', 'aws_lb_listener', 'aws_lb_listener_rule'],
  fix: 'Name them in lifecycle.ignore_changes.',
  judges: 'synth',
  check: (resource) => {
    const owned =
      resource.type === 'aws_ecs_service' ? ['task_definition', 'desired_count'] : weighted(resource)
    const ignored = asList(valueAt(resource.values, 'lifecycle.ignore_changes')).map(textOf)
    if (ignored.includes('all')) return []
    return owned
      .filter((name) => !ignored.includes(name))
      .map((name) => ({ attribute: 'lifecycle.ignore_changes', found: `without ${name}`, expected: name }))
  },
}

/** The argument in which weights stand, where there are two target groups or more. */
function weighted({ values }: PlannedResource): readonly string[] {
  return ['action', 'default_action'].filter((name) =>
    block(values, name).some((action) =>
      block(action, 'forward').some((forward) => block(forward, 'target_group').length > 1),
    ),
  )
}
