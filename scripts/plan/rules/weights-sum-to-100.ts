import { isUnresolved, notJudged, textOf } from '../judge/faults'
import { actionsOf, LISTENER_TYPES } from '../judge/listeners'
import type { Rule } from '../judge/rule'
import { block } from '../resources/resource'

const SUM = 'together 100'

export const weightsSumTo100: Rule = {
  id: 'weights-sum-to-100',
  title: 'Weights of target groups are percent',
  row: 'own',
  severity: 'medium',
  appliesTo: [...LISTENER_TYPES, 'aws_lb_listener_rule', 'aws_alb_listener_rule'],
  fix: 'Make the weights of one action 100 together.',
  check: (resource) =>
    actionsOf(resource).flatMap((action) =>
      block(action, 'forward').flatMap((forward) => {
        const weights = block(forward, 'target_group').map(({ weight }) => weight)
        if (weights.length < 2) return []
        if (weights.some(isUnresolved)) return [notJudged('forward.target_group.weight', SUM, weights)]
        const sum = weights.reduce<number>((total, weight) => total + Number(textOf(weight)), 0)
        return sum === 100
          ? []
          : [{ attribute: 'forward.target_group.weight', found: String(sum), expected: SUM }]
      }),
    ),
}
