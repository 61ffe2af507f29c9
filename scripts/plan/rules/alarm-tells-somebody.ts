import { mustBeSet, mustNotBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const alarmTellsSomebody: Rule = {
  id: 'alarm-tells-somebody',
  title: 'Every alarm tells somebody',
  row: 'own',
  severity: 'medium',
  appliesTo: ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'],
  fix: 'Set alarm_actions.',
  check: (alarm) => [
    ...mustBeSet(alarm, 'alarm_actions', 'a topic'),
    ...mustNotBe(alarm, 'actions_enabled', false),
  ],
}
