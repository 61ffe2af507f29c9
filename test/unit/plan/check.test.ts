import { checkResources, type CheckOptions } from '../../../scripts/plan/check'
import { checkText } from '../../../scripts/plan/check-text'
import { together, within } from '../../../scripts/plan/check-scope'
import type { Waiver } from '../../../scripts/plan/judge/waiver'
import { RULES } from '../../../scripts/plan/rules'
import { WAIVERS } from '../../../scripts/plan/waivers'
import { stackOf } from './rules/case'

const TODAY = '2026-11-20'
const PUBLIC = stackOf({ aws_subnet: { a: { map_public_ip_on_launch: true } } })
const PRIVATE = stackOf({ aws_subnet: { a: { map_public_ip_on_launch: false } } })
const rules = RULES.filter(({ id }) => id === 'subnet-no-public-address')

function waiver(values: Partial<Waiver> = {}): Waiver {
  return {
    rule: 'subnet-no-public-address',
    stack: 'system-*',
    path: '*',
    reason: 'Because',
    owner: 'somebody',
    expires: '2027-01-01',
    ...values,
  }
}

const check = (resources = PUBLIC, options: Partial<CheckOptions> = {}) =>
  checkResources(resources, { waivers: [], today: TODAY, rules, ...options })

describe('checkResources', () => {
  it('says rule, place, value found and value expected', () => {
    expect(check()).toMatchObject({
      isClean: false,
      findings: [
        {
          rule: 'subnet-no-public-address',
          severity: 'high',
          stack: 'system-dev-stack',
          address: 'aws_subnet.a',
          attribute: 'map_public_ip_on_launch',
          found: 'true',
          expected: 'not true',
        },
      ],
    })
  })

  it('is clean where nothing is wrong', () => {
    expect(check(PRIVATE)).toMatchObject({ isClean: true, findings: [], rules: 1 })
  })

  it('counts what is not known as not judged, neither wrong nor clean', () => {
    const later = stackOf({ aws_subnet: { a: { map_public_ip_on_launch: '${var.public}' } } })
    const { findings, notJudged } = check(later)
    expect(findings).toEqual([])
    expect(notJudged).toMatchObject([{ rule: 'subnet-no-public-address', unknown: true }])
  })

  it('runs no rule over a plan that a plan cannot answer', () => {
    const [resource] = stackOf({ aws_kms_key: { k: {} } })
    if (resource === undefined) throw new Error('one resource')
    const lifecycle = RULES.filter(({ id }) => id === 'data-store-prevent-destroy')
    expect(check([resource], { rules: lifecycle }).findings).toHaveLength(1)
    expect(check([{ ...resource, source: 'plan' }], { rules: lifecycle }).findings).toEqual([])
  })
})

describe('waivers', () => {
  it('let pass what they name, and say so', () => {
    const result = check(PUBLIC, { waivers: [waiver()] })
    expect(result).toMatchObject({ isClean: true, findings: [], waiverFaults: [] })
    expect(result.waived).toMatchObject([
      { waiver: { reason: 'Because' }, finding: { address: 'aws_subnet.a' } },
    ])
  })

  it.each([
    ['another rule', { rule: 'rds-encrypted' }],
    ['another stack', { stack: 'other-*' }],
    ['another path', { path: 'b' }],
    ['another argument', { attribute: 'cidr_block' }],
  ])('let nothing pass for %s', (_name, values) => {
    expect(check(PUBLIC, { waivers: [waiver(values)], isPartial: true }).findings).toHaveLength(1)
  })

  it('fails where one is expired, and shows again what it let pass', () => {
    const result = check(PUBLIC, { waivers: [waiver({ expires: '2026-11-19' })] })
    expect(result).toMatchObject({ isClean: false, waiverFaults: [{ problem: 'expired' }] })
    expect(result.findings).toHaveLength(1)
  })

  it('hold through their last day', () => {
    expect(check(PUBLIC, { waivers: [waiver({ expires: TODAY })] }).isClean).toBe(true)
  })

  it('fails where nothing needs one, unless not everything was looked at', () => {
    expect(check(PRIVATE, { waivers: [waiver()] })).toMatchObject({
      isClean: false,
      waiverFaults: [{ problem: 'unused' }],
    })
    expect(check(PRIVATE, { waivers: [waiver()], isPartial: true }).isClean).toBe(true)
  })

  it('fails where one names no rule', () => {
    expect(check(PUBLIC, { waivers: [waiver({ rule: 'nonsense' })] }).waiverFaults).toMatchObject([
      { problem: 'unknown rule' },
    ])
  })

  it('of this repository name a rule, a reason, an owner and a day within a year or so', () => {
    for (const { rule, reason, owner, expires } of WAIVERS) {
      expect(RULES.map(({ id }) => id)).toContain(rule)
      expect(reason.length).toBeGreaterThan(40)
      expect(owner).not.toBe('')
      expect(expires).toMatch(/^202[67]-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])$/)
    }
  })
})

describe('the text of a check', () => {
  it('shows findings by rule with what to do, faulty waivers and numbers', () => {
    const text = checkText(check(PUBLIC, { waivers: [waiver({ expires: '2026-01-01' })] }), {
      stacks: 1,
    }).join('\n')
    expect(text).toContain(
      'subnet-no-public-address (row 3, high): Subnets give no public address by themselves',
    )
    expect(text).toContain('system-dev-stack a: map_public_ip_on_launch is true, expected not true')
    expect(text).toContain('-> Leave map_public_ip_on_launch off.')
    expect(text).toContain('expired on 2026-01-01')
    expect(text).toContain(
      '1 rules, 1 resources in 1 stacks: 1 finding, 0 waived, 0 not judged, 1 waiver at fault',
    )
  })

  it('shows waivers in force, and what was not judged', () => {
    const later = stackOf({ aws_subnet: { b: { map_public_ip_on_launch: '${var.public}' } } })
    const text = checkText(check([...PUBLIC, ...later], { waivers: [waiver()] }), { stacks: 1 }).join('\n')
    expect(text).toMatch(/Waivers in force:\n.*1 times, somebody, until 2027-01-01\): Because/)
    expect(text).toMatch(/not judged:\n.*system-dev-stack b: map_public_ip_on_launch is "\$\{var\.public\}"/)
  })
})

describe('a part of a check', () => {
  const other = stackOf({ aws_subnet: { a: { map_public_ip_on_launch: true } } }, 'other-dev-stack')
  const all = [...PUBLIC, ...other]

  it('is what concerns the stacks asked for', () => {
    const part = within(check(all), new Set(['other-dev-stack']), all)
    expect(part).toMatchObject({ isClean: false, resources: 1 })
    expect(part.findings.map(({ stack }) => stack)).toEqual(['other-dev-stack'])
    expect(within(check(all), new Set(['third']), all).isClean).toBe(true)
  })

  it('is clean together with another only where both are', () => {
    expect(together(check(PRIVATE), check()).isClean).toBe(false)
    expect(together(check(PRIVATE), check()).findings).toHaveLength(1)
    expect(together(check(PRIVATE), check(PRIVATE)).isClean).toBe(true)
  })
})
