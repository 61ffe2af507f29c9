import { savedQueries } from '../../cdktf/config/saved-queries'
import type { SystemInput } from '../../cdktf/config/schema'
import { resolveTarget } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { community } from '../../cdktf/systems/community'
import { changedDev, stackNamed } from './find'
import { inside, synthesized, type Config, type Synthesized } from './synthesized'

const stacks = synthesized()

interface Widget {
  readonly type: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly properties: Config
}

function monitoringOf(target: string, from: ReadonlyMap<string, Synthesized> = stacks): Synthesized {
  return stackNamed(`${target}-monitoring`, from)
}

function changed(change: (input: SystemInput) => void): Synthesized {
  return monitoringOf('community-dev', changedDev(community, change))
}

function widgetsOf(stack: Synthesized): readonly Widget[] {
  const [dashboard] = stack.ofType('aws_cloudwatch_dashboard')
  return inside(JSON.parse(String(dashboard?.config['dashboard_body'])), 'widgets') as Widget[]
}

/** Titles of the sections, in order. */
function sectionsOf(stack: Synthesized): string[] {
  return widgetsOf(stack)
    .filter(({ type }) => type === 'text')
    .map(({ properties }) => /^## (.*)/.exec(String(properties['markdown']))?.[1] ?? '')
}

function alarmsOf(stack: Synthesized): Record<string, Config> {
  return Object.fromEntries(
    stack.ofType('aws_cloudwatch_metric_alarm').map(({ config }) => [String(config['alarm_name']), config]),
  )
}

/** Every log group that any stack of the system makes. */
function logGroupsOf(target: string): Set<unknown> {
  return new Set(
    [...stacks]
      .filter(([name]) => name.startsWith(`${target}-`))
      .flatMap(([, stack]) => stack.ofType('aws_cloudwatch_log_group'))
      .map(({ config }) => config['name']),
  )
}

describe('the dashboard', () => {
  it('shows what the system has', () => {
    expect(sectionsOf(monitoringOf('aiuteur-dev'))).toEqual([
      'aiuteur/dev',
      'Load balancer',
      'Services',
      'Database',
      'Distributions',
    ])
    expect(sectionsOf(monitoringOf('studio-dev'))).toEqual([
      'studio/dev',
      'Load balancer',
      'Services',
      'HTTP APIs',
      'Functions',
      'Queues',
      'Database',
      'Distributions',
    ])
    expect(sectionsOf(monitoringOf('community-dev'))).toEqual([
      'community/dev',
      'Services',
      'HTTP APIs',
      'Functions',
      'Queues',
      'Redis',
      'WebSockets',
      'Distributions',
    ])
  })

  it('shows the database once it moves', () => {
    const moved = changed((input) => (input.phases.database = 'migrate'))
    expect(sectionsOf(moved)).toContain('Database')
    const graph = widgetsOf(moved).find(
      ({ properties }) => properties['title'] === 'CPU (%)' && JSON.stringify(properties).includes('AWS/RDS'),
    )
    expect(graph?.properties['metrics']).toEqual([
      ['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'community-dev-database', expect.anything()],
    ])
  })

  it.each(['aiuteur-dev', 'studio-prod', 'community-prod'])(
    'of %s covers nothing and ends at the edge',
    (target) => {
      const placed = widgetsOf(monitoringOf(target))
      for (const [i, a] of placed.entries()) {
        expect(a.x + a.width).toBeLessThanOrEqual(24)
        for (const b of placed.slice(i + 1)) {
          const apart =
            a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
          expect(apart).toBe(true)
        }
      }
    },
  )

  it('knows APIs and load balancer by what their stacks say', () => {
    const body = String(
      monitoringOf('studio-dev').ofType('aws_cloudwatch_dashboard')[0]?.config['dashboard_body'],
    )
    expect(body).toContain('${data.terraform_remote_state.backend-state.outputs.load_balancer_arn_suffix}')
    expect(body).toContain('${data.terraform_remote_state.functions-state.outputs.api_ids.echo}')
    expect(body).toContain('studio-dev-echo-upload-failed')
  })
})

describe('alarms', () => {
  const alarms = alarmsOf(monitoringOf('community-prod'))

  it('are those that no other stack has', () => {
    expect(Object.keys(alarms).sort()).toEqual([
      'community-prod-api-5xx',
      'community-prod-api-latency',
      'community-prod-redis-001-cpu',
      'community-prod-redis-001-evictions',
      'community-prod-redis-001-memory',
      'community-prod-redis-002-cpu',
      'community-prod-redis-002-evictions',
      'community-prod-redis-002-memory',
      'community-prod-websocket-api-errors',
    ])
  })

  it('have no name that another stack gives to one of its own', () => {
    const names = [...stacks].flatMap(([, stack]) => Object.keys(alarmsOf(stack)))
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('ring when an API answers with errors, by the percentage of the environment', () => {
    expect(alarms['community-prod-api-5xx']).toMatchObject({
      threshold: 5,
      comparison_operator: 'GreaterThanThreshold',
      treat_missing_data: 'notBreaching',
      alarm_actions: ['${data.terraform_remote_state.foundation-state.outputs.alarm_topic_arn}'],
    })
    expect(inside(alarms['community-prod-api-5xx'], 'metric_query', 2, 'expression')).toBe(
      'IF(requests >= 10, 100 * errors / requests, 0)',
    )
    const strict = changed((input) => {
      const { dev } = input.environments
      if (dev !== undefined) dev.alarms = { apiErrorPercent: 2 }
    })
    expect(alarmsOf(strict)['community-dev-api-5xx']).toMatchObject({ threshold: 2 })
  })

  it('ring when Redis is full', () => {
    expect(alarms['community-prod-redis-002-memory']).toMatchObject({ threshold: 80 })
    expect(
      inside(alarms['community-prod-redis-002-memory'], 'metric_query', 0, 'metric', 'dimensions'),
    ).toEqual({ CacheClusterId: 'community-prod-redis-002' })
  })

  it('are none where there is nothing to watch', () => {
    expect(alarmsOf(monitoringOf('aiuteur-dev'))).toEqual({})
  })
})

describe('saved queries and traces', () => {
  it.each(['aiuteur/dev', 'studio/dev', 'community/dev'])('of %s ask log groups that exist', (name) => {
    const target = name.replace('/', '-')
    const existing = logGroupsOf(target)
    const missing = savedQueries(resolveTarget(systems, name))
      .flatMap(({ logGroupNames }) => logGroupNames)
      .filter((group) => !existing.has(group))
    expect(missing).toEqual([])
  })

  it('stand in a folder of the environment', () => {
    const names = monitoringOf('community-dev')
      .ofType('aws_cloudwatch_query_definition')
      .map(({ config }) => config['name'])
    expect(names).toContain('community-dev/api/failed-requests')
    expect(names).not.toContain('community-dev/database/errors')
  })

  it('follow every function and service', () => {
    const [group] = monitoringOf('community-dev').ofType('aws_xray_group')
    expect(group?.config['filter_expression']).toBe(
      ['matching', 'presign', 'image-processor', 'authorizer', 'websocket', 'websocket-authorizer', 'fanout']
        .map((part) => `service("community-dev-${part}")`)
        .join(' OR '),
    )
    const [rule] = monitoringOf('community-dev').ofType('aws_xray_sampling_rule')
    expect(rule?.config).toMatchObject({ service_name: 'community-dev-*', fixed_rate: 0.05 })
  })

  it('have names that X-Ray takes', () => {
    for (const [, stack] of stacks) {
      for (const { config } of stack.ofType('aws_xray_group'))
        expect(String(config['group_name']).length).toBeLessThanOrEqual(32)
    }
  })
})
