import { compareRows } from '../../../scripts/commands/backup-take'
import { verdictOf } from '../../../scripts/commands/step-outcome'
import { describeFailure } from '../../../scripts/engine/output'
import { MigrateError } from '../../../scripts/engine/errors'

const finding = (outcome: 'pass' | 'fail' | 'inconclusive') => ({ id: outcome, outcome, detail: '' })

describe('a verdict', () => {
  it.each([
    [[], 'pass'],
    [['pass', 'pass'], 'pass'],
    [['pass', 'inconclusive'], 'inconclusive'],
    [['inconclusive', 'fail', 'pass'], 'fail'],
  ] as const)('of %j is %s', (outcomes, verdict) => {
    expect(verdictOf(outcomes.map(finding))).toBe(verdict)
  })
})

describe('a backup', () => {
  const source = [
    { table: 'public.projects', rows: 3 },
    { table: 'public.empty', rows: 0 },
  ]

  it('is believed when every table has its rows', () => {
    expect(compareRows(source, [{ table: 'public.projects', rows: 3 }])).toBe(3)
  })

  it.each([
    ['a row short', [{ table: 'public.projects', rows: 2 }]],
    ['without a table', []],
    ['with rows too many', [...source.slice(0, 1), { table: 'public.empty', rows: 1 }]],
  ])('is refused %s', (_name, found) => {
    expect(() => compareRows(source, found)).toThrow('the backup is not the source')
  })
})

describe('a failure', () => {
  it('keeps its code and exit, and what we did not foresee is a bug with exit 1', () => {
    const foreseen = new MigrateError('LEASE_HELD', 'held', { suggestion: 'wait' })
    expect(describeFailure(foreseen)).toMatchObject({ code: 'LEASE_HELD', exit: 6, suggestion: 'wait' })
    expect(describeFailure(new TypeError('x is not a function'))).toMatchObject({ code: 'BUG', exit: 1 })
  })
})
