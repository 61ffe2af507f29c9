import type { SystemInput } from '../../cdktf/config/schema'
import { DatabaseStack } from '../../cdktf/stacks/database'
import { inside, type Config, type Synthesized } from './synthesized'
import { synthesizedStack, type Change } from './synthesized-stack'

export const DATA_KEY = '${data.terraform_remote_state.foundation-state.outputs.data_key_arn}'

/** The database stack of one environment of a system of which that environment is changed. */
export function databaseOf(system: SystemInput, environment: 'dev' | 'prod', change?: Change): Synthesized {
  return synthesizedStack(DatabaseStack, { system, environment, change })
}

/** The one resource of a type, below a path. */
export function one(stack: Synthesized, type: string, path = ''): Config {
  const found = stack.ofType(type).filter((resource) => resource.path.startsWith(path))
  expect(found).toHaveLength(1)
  return found[0]?.config ?? {}
}

/** What each alarm rings at, by its name. */
export function alarmsOf(stack: Synthesized): Record<string, string> {
  return Object.fromEntries(
    stack.ofType('aws_cloudwatch_metric_alarm').map(({ config }) => {
      const metric = inside(config, 'metric_query', 0, 'metric', 'metric_name')
      const sign = config['comparison_operator'] === 'LessThanThreshold' ? '<' : '>'
      return [String(config['alarm_name']), `${String(metric)} ${sign} ${String(config['threshold'])}`]
    }),
  )
}
