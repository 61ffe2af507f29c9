import { requires, textOf } from '../judge/faults'
import type { Rule } from '../judge/rule'

const MAX_SECONDS = 120

export const targetGroupDrainsQuickly: Rule = {
  id: 'target-group-drains-quickly',
  title: 'A target that leaves is given two minutes at most',
  row: 'own',
  severity: 'low',
  appliesTo: ['aws_lb_target_group', 'aws_alb_target_group'],
  fix: 'Set deregistration_delay to 120 or less: a release and a way back wait for it.',
  check: (group) =>
    requires(group, 'deregistration_delay', {
      expected: `${MAX_SECONDS} seconds or less (AWS takes 300)`,
      holds: (seconds) => seconds !== undefined && Number(textOf(seconds)) <= MAX_SECONDS,
    }),
}
