import { judge } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { block } from '../resources/resource'

export const ecsContainerInsights: Rule = {
  id: 'ecs-container-insights',
  title: 'Clusters have Container Insights',
  row: 57,
  checkov: 'CKV_AWS_65',
  trivy: 'AWS-0034',
  severity: 'low',
  appliesTo: ['aws_ecs_cluster'],
  fix: 'Set the setting containerInsights to enabled or enhanced.',
  check: ({ values }) =>
    judge(
      'setting containerInsights',
      block(values, 'setting').find(({ name }) => name === 'containerInsights')?.['value'],
      {
        expected: 'enabled or enhanced',
        holds: (value) => value === 'enabled' || value === 'enhanced',
      },
    ),
}
