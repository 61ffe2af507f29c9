import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkResources, type Finding } from '../../../../scripts/plan/check'
import { RULES } from '../../../../scripts/plan/rules'
import { readPlanned, readPlannedContext } from '../../../../scripts/plan/resources/read-plan'
import type { PlannedResource } from '../../../../scripts/plan/resources/resource'
import { ROOT } from '../../../helpers/source-files'
import { asPlan } from './as-plan'
import { STACK, jsonOf, stackOf, type RuleCase, type Written } from './case'
import { COMPUTE_CASES } from './cases/compute'
import { DATABASE_CASES } from './cases/database'
import { IDENTITY_CASES } from './cases/identity'
import { NETWORK_CASES } from './cases/network'
import { SERVICE_CASES } from './cases/services'
import { STORAGE_CASES } from './cases/storage'
import { TRAFFIC_CASES } from './cases/traffic'

const CASES: readonly RuleCase[] = [
  ...NETWORK_CASES,
  ...DATABASE_CASES,
  ...STORAGE_CASES,
  ...TRAFFIC_CASES,
  ...COMPUTE_CASES,
  ...IDENTITY_CASES,
  ...SERVICE_CASES,
]

/** Rows of the check list marked R, and those marked W: each is a rule. 44, 45 and 75 are not asked for (docs/security-rules.md). */
const REQUIRED_ROWS = [
  ...[1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12],
  ...[14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28, 29, 30, 31],
  ...[32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43],
  ...[46, 47, 48, 49, 50, 51, 52, 53, 54, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67],
  ...[68, 69, 70, 71, 72, 73, 74, 76, 77, 78, 79, 80, 81, 82, 83, 84],
]
const WAIVABLE_ROWS = [6, 13, 26, 55, 56]

interface Example {
  readonly rule: string
  readonly name: string
  readonly written: Written
  readonly stack: string
}

function examples(kind: 'fails' | 'passes'): Example[] {
  return CASES.flatMap(({ rule, stack = STACK, ...of }) =>
    Object.entries(of[kind]).map(([name, written]) => ({ rule, name, written, stack })),
  )
}

function found(rule: string, resources: readonly PlannedResource[]): readonly Finding[] {
  const rules = RULES.filter(({ id }) => id === rule)
  expect(rules).toHaveLength(1)
  return checkResources(resources, { waivers: [], today: '2026-11-20', rules }).findings
}

describe('rules', () => {
  it.each(examples('fails'))('fails $rule: $name', ({ rule, written, stack }) => {
    expect(found(rule, stackOf(written, stack))).not.toEqual([])
  })

  it.each(examples('passes'))('passes $rule: $name', ({ rule, written, stack }) => {
    expect(found(rule, stackOf(written, stack))).toEqual([])
  })

  it('each have an example that fails and one that passes', () => {
    for (const kind of ['fails', 'passes'] as const) {
      const shown = new Set(examples(kind).map(({ rule }) => rule))
      expect(RULES.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([])
    }
  })

  it('are one to a file of the same name, and all in the list', () => {
    const files = readdirSync(join(ROOT, 'scripts/plan/rules')).filter((file) => file !== 'index.ts')
    expect(RULES.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort())
  })

  it('cover every row of the check list that is required or waivable', () => {
    const covered = new Set(RULES.map(({ row }) => row))
    expect([...REQUIRED_ROWS, ...WAIVABLE_ROWS].filter((row) => !covered.has(row))).toEqual([])
    expect(REQUIRED_ROWS.length + WAIVABLE_ROWS.length).toBe(84 - 3)
  })
})

describe('rules over a plan', () => {
  const judgesPlans = ({ rule }: Example): boolean =>
    RULES.some(({ id, judges }) => id === rule && judges === undefined)

  function planned(written: Written, stack: string): readonly PlannedResource[] {
    const plan = asPlan(jsonOf(written))
    return [...readPlanned(plan, stack), ...readPlannedContext(plan, stack)]
  }

  it.each(examples('fails').filter(judgesPlans))(
    'fails, or does not judge, $rule: $name',
    ({ rule, written, stack }) => {
      const rules = RULES.filter(({ id }) => id === rule)
      const { findings, notJudged } = checkResources(planned(written, stack), {
        waivers: [],
        today: '2026-11-20',
        rules,
      })
      expect(findings.length + notJudged.length).toBeGreaterThan(0)
    },
  )

  it.each(examples('passes').filter(judgesPlans))('passes $rule: $name', ({ rule, written, stack }) => {
    expect(found(rule, planned(written, stack))).toEqual([])
  })
})
