import { readFileSync } from 'node:fs'
import { parseSystems } from '../../../../cdktf/config/parse-systems'
import { resolveTarget, targetsOf } from '../../../../cdktf/config/target'
import { systems } from '../../../../cdktf/systems'
import { commitmentOffers } from '../../../../scripts/plan/cost/commitments'
import { costContext } from '../../../../scripts/plan/cost/context'
import { estimateCost } from '../../../../scripts/plan/cost/estimate'
import type { CostContext } from '../../../../scripts/plan/cost/item'
import { movingCosts } from '../../../../scripts/plan/cost/moving'
import * as compute from '../../../../scripts/plan/cost/prices-compute'
import { PRICES } from '../../../../scripts/plan/cost/prices-services'
import { range, renderCost } from '../../../../scripts/plan/cost/render'
import { beyondSeed, compareWithSeed, SEED_TABLES } from '../../../../scripts/plan/cost/seeds'
import { supabaseBill } from '../../../../scripts/plan/cost/supabase'
import { USAGES } from '../../../../scripts/plan/cost/usage'
import { costReport } from '../../../../scripts/commands/cost'
import { resourcesOf } from '../../../../scripts/plan/resources/read-synthesized'
import type { PlannedResource } from '../../../../scripts/plan/resources/resource'
import { synthesized } from '../../../stacks/synthesized'

const resources = [...synthesized()].flatMap(([stack, { json }]) => resourcesOf(stack, json))
const targets = parseSystems(systems).flatMap(targetsOf)

function resource(type: string, values: Record<string, unknown>, stack = 's-dev-x'): PlannedResource {
  return {
    stack,
    type,
    address: `${type}.a`,
    path: 'a',
    values,
    references: [],
    referencesOf: {},
    source: 'synth',
  }
}

function estimate(found: PlannedResource[], more: Partial<CostContext> = {}) {
  return estimateCost({ usage: USAGES.small, tasks: {}, resources: found, ...more })
}

describe('the cost of a resource', () => {
  it('of a database is its class, twice in two zones, and its storage', () => {
    const values = { instance_class: 'db.t3.micro', storage_type: 'gp3', allocated_storage: 20 }
    expect(
      estimate([resource('aws_db_instance', { ...values, multi_az: false })]).total.expected,
    ).toBeCloseTo(15.44, 2)
    expect(estimate([resource('aws_db_instance', { ...values, multi_az: true })]).total.expected).toBeCloseTo(
      30.88,
      2,
    )
  })

  it('of a service is its tasks, which the configuration says and no plan', () => {
    const template = {
      ...resource('aws_ecs_task_definition', { cpu: '1024', memory: '2048' }),
      path: 'shop-api/task',
    }
    const { total } = estimate([template], { tasks: { 'shop/api': 2 } })
    expect(total.expected).toBeCloseTo(2 * (0.04048 + 2 * 0.004445) * 730, 2)
  })

  it('of a cluster is the metrics that Container Insights makes of it, beyond the ten that are free', () => {
    const cluster = (value: string) =>
      resource('aws_ecs_cluster', { setting: [{ name: 'containerInsights', value }] })
    const tasks = { 'shop/api': 2, 'shop/worker': 1 }
    expect(estimate([cluster('enabled')], { tasks }).total.expected).toBeCloseTo((8 + 2 * 22 - 10) * 0.3, 2)
    expect(estimate([cluster('disabled')], { tasks }).total.expected).toBe(0)
  })

  it('of what GuardDuty watches beside its logs is not nothing', () => {
    const names = ['S3_DATA_EVENTS', 'RDS_LOGIN_EVENTS', 'LAMBDA_NETWORK_LOGS']
    const features = names.map((name) =>
      resource('aws_guardduty_detector_feature', { name, status: 'ENABLED' }),
    )
    expect(estimate(features).total.expected).toBeCloseTo(1.1 * 0.8 + 2 + 0.01, 3)
    const unpriced = resource('aws_guardduty_detector_feature', { name: 'EKS_AUDIT_LOGS', status: 'ENABLED' })
    expect(estimate([unpriced]).unknown).toHaveLength(1)
  })

  it('of an alarm is its metrics, without its expression, also as a plan writes them', () => {
    const price = { ...resource('aws_cloudwatch_metric_alarm', {}) }
    const written = [
      { metric: { metric_name: 'a' } },
      { metric: { metric_name: 'b' } },
      { expression: 'a / b' },
    ]
    const planned = [{ metric: [{ metric_name: 'a' }] }, { metric: [{ metric_name: 'b' }] }, { metric: [] }]
    const quantities = [written, planned].flatMap((metric_query) =>
      estimate([{ ...price, values: { metric_query } }]).lines.map(({ quantity }) => quantity),
    )
    expect(quantities).toEqual([2, 2])
  })

  it('fails to be nothing where it is not known: it is listed as unknown', () => {
    const { lines, unknown } = estimate([
      resource('aws_redshift_cluster', {}),
      resource('aws_db_instance', { instance_class: 'db.x9.huge' }),
      resource('aws_db_instance', { instance_class: 'db.t3.micro', storage_type: 'io2' }),
      resource('aws_s3_bucket_inventory', {}),
    ])
    expect(lines).toEqual([])
    expect(unknown.map(({ type, reason }) => [type, reason])).toEqual([
      ['aws_redshift_cluster', 'no price for this kind'],
      ['aws_db_instance', 'no price for db.x9.huge'],
      ['aws_db_instance', 'no price for storage io2'],
      ['aws_s3_bucket_inventory', 'no price for this kind'],
    ])
  })

  it('takes free units off once, however many resources use them', () => {
    const usage = { ...USAGES.small, deliveredGb: 2048, deliveredRequestsMillion: 0 }
    const two = [resource('aws_cloudfront_distribution', {}), resource('aws_cloudfront_distribution', {})]
    expect(estimate(two, { usage }).total.expected).toBeCloseTo(1024 * 0.085, 2)
    expect(estimate(two.slice(0, 1), { usage }).total.expected).toBeCloseTo(1024 * 0.085, 2)
  })

  it('is a range where it follows usage, and exact where it does not', () => {
    const nat = estimate([resource('aws_nat_gateway', {})])
    expect(nat.lines.map(({ what, usd }) => [what, range(usd)])).toEqual([
      ['hours', '32.85'],
      ['data', '0.22–0.90'],
    ])
  })
})

describe('the cost of every system', () => {
  it.each(targets.map((target) => [target.name, target] as const))(
    'has no unknown part in %s',
    (_name, target) => {
      for (const usage of Object.values(USAGES)) {
        expect(estimateCost(costContext(target, resources, usage)).unknown).toEqual([])
      }
    },
  )

  it('grows with usage, and prints its assumptions', () => {
    const target = resolveTarget(systems, 'aiuteur/prod')
    const totals = Object.values(USAGES).map(
      (usage) => estimateCost(costContext(target, resources, usage)).total.expected,
    )
    expect(totals).toEqual([...totals].sort((a, b) => a - b))
    const text = renderCost(costReport(target, resources, USAGES.medium)).join('\n')
    for (const part of [
      'us-east-1 as of',
      'spread over',
      'Supabase for the same use',
      'Both at once',
      'Savings Plan',
    ])
      expect(text).toContain(part)
  })

  it('while it moves is both sides at once, more with each phase', () => {
    const target = resolveTarget(systems, 'aiuteur/dev')
    const { lines, total } = estimateCost(costContext(target, resources, USAGES.small))
    const steps = movingCosts(lines, USAGES.small)
    expect(steps.map(({ phase }) => phase)).toEqual([
      'foundation',
      'storage',
      'database',
      'auth',
      'backend',
      'frontend',
    ])
    expect(steps.at(-1)?.both.expected).toBeCloseTo(total.expected + 25, 2)
  })

  it('is compared with commitments that cover something, at most their published saving', () => {
    const { lines } = estimateCost(
      costContext(resolveTarget(systems, 'studio/prod'), resources, USAGES.small),
    )
    const [reserved] = commitmentOffers(lines)
    expect(reserved).toMatchObject({ name: 'RDS Reserved Instances, 1 year, no upfront' })
    expect(reserved?.coveredUsd).toBeCloseTo(2 * 0.072 * 730, 1)
    expect(reserved?.savingMaxUsd).toBeCloseTo(0.3 * (reserved?.coveredUsd ?? 0), 2)
    expect(commitmentOffers([])).toEqual([])
  })
})

describe("Supabase's bill", () => {
  it('is the Pro plan for small use, and storage, egress and compute beyond it', () => {
    const total = (name: keyof typeof USAGES) =>
      supabaseBill(USAGES[name]).reduce((sum, { usd }) => sum + usd.high, 0)
    expect(total('small')).toBe(25)
    // 25 + 5 compute + 400 GB of storage + 1,800 GB of egress.
    expect(total('medium')).toBeCloseTo(25 + 5 + 8.4 + 162, 2)
  })
})

describe('the tables of the plans', () => {
  it.each(SEED_TABLES.map((table) => [table.title, table] as const))(
    'of %s are met, or each line says why not',
    (_title, table) => {
      const found = estimateCost(costContext(resolveTarget(systems, table.target), resources, table.usage))
      const unexplained = compareWithSeed(table, found).filter(
        ({ agrees, row }) => !agrees && row.why === undefined,
      )
      expect(unexplained).toEqual([])
      // What is compared and what is not adds up to the whole.
      const compared = compareWithSeed(table, found).reduce((sum, { ours }) => sum + ours.expected, 0)
      expect(compared + beyondSeed(table, found).expected).toBeCloseTo(found.total.expected, 6)
    },
  )

  it('fails a line that differs without a reason', () => {
    const table = SEED_TABLES[0]
    if (table === undefined) throw new Error('a table')
    const found = estimateCost(costContext(resolveTarget(systems, table.target), resources, table.usage))
    const wrong = { ...table, rows: [{ service: 'ALB', usd: [1, 1] as const, types: ['aws_lb'] }] }
    expect(
      compareWithSeed(wrong, found).filter(({ agrees, row }) => !agrees && row.why === undefined),
    ).toHaveLength(1)
  })

  it('are those of the plans: their lines add up to their totals', () => {
    const exact = SEED_TABLES.filter(({ title }) => title.startsWith('Aiuteur'))
    for (const { rows, totalUsd } of exact) {
      const sum = rows.reduce((total, { usd }) => total + usd[0], 0)
      expect(Math.abs(sum - totalUsd[0])).toBeLessThan(1)
    }
  })
})

describe('prices', () => {
  it('each name the page that publishes them', () => {
    const all = [
      ...Object.values(PRICES),
      ...Object.values(compute.DATABASE_INSTANCES),
      ...Object.values(compute.CACHE_NODES),
      ...Object.values(compute.LAMBDA_PRICES),
      ...Object.values(compute.FARGATE_PRICES).flatMap((prices) => Object.values(prices)),
    ]
    expect(
      all.filter(({ source, usd }) => !/^https:\/\/aws\.amazon\.com\/.+\/$/.test(source) || !(usd > 0)),
    ).toEqual([])
    expect(readFileSync('scripts/plan/cost/price.ts', 'utf8')).toMatch(/PRICES_AS_OF = '\d{4}-\d{2}-\d{2}'/)
  })
})
