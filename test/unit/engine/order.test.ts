import { PHASE_STATES, type PhaseRecord, type PhaseState } from '../../../scripts/engine/journal'
import { mayRevert, mayRun } from '../../../scripts/engine/order'
import { STEPS, type Step } from '../../../scripts/engine/phase'

function record(state: PhaseState, phase: PhaseRecord['phase'] = 'storage'): PhaseRecord {
  return { app: 'aiuteur', phase, state, attempt: 1, steps: {} }
}

/** What is thrown; undefined where nothing is. */
function failureOf(work: () => void): unknown {
  try {
    work()
    return undefined
  } catch (error) {
    return error
  }
}

function answer(step: Step, state: PhaseState): string {
  try {
    return mayRun(step, record(state), 'aiuteur/dev')
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  }
}

describe('which step may run when', () => {
  it('is this table', () => {
    const table = Object.fromEntries(
      STEPS.map((step) => [step, PHASE_STATES.map((state) => answer(step, state))]),
    )
    const [out, past] = ['PHASE_OUT_OF_ORDER', 'PHASE_COMPLETED']
    expect(PHASE_STATES).toEqual([
      'new',
      'copied',
      'verified',
      'cutting-over',
      'on-aws',
      'healthy',
      'reverting',
      'reverted',
      'completed',
    ])
    expect(table).toEqual({
      copy: ['run', 'run', 'run', out, 'done', 'done', out, 'run', 'done'],
      verify: [out, 'run', 'run', out, 'done', 'done', out, out, 'done'],
      cutover: [out, out, 'run', 'run', 'done', 'done', out, out, 'done'],
      health: ['run', 'run', 'run', out, 'run', 'run', out, 'run', 'run'],
      revert: [out, out, out, 'run', 'run', 'run', 'run', 'done', past],
      complete: [out, out, out, out, out, 'run', out, out, 'done'],
    })
  })

  it('says what must come first', () => {
    expect(failureOf(() => void mayRun('cutover', record('copied'), 'aiuteur/dev'))).toMatchObject({
      suggestion: 'npm run migrate -- storage verify aiuteur/dev',
      exitCode: 3,
    })
    expect(failureOf(() => void mayRun('copy', record('reverting'), 'aiuteur/dev'))).toMatchObject({
      suggestion: expect.stringContaining('revert aiuteur/dev --confirm-revert') as unknown,
    })
  })
})

describe('revert', () => {
  it('is last in, first out', () => {
    const records = [record('healthy'), record('on-aws', 'database'), record('new', 'auth')]
    expect(failureOf(() => mayRevert('storage', records, 'aiuteur/dev'))).toMatchObject({
      code: 'PHASE_OUT_OF_ORDER',
      data: { phase: 'storage', blocking: 'database' },
    })
    expect(() => mayRevert('database', records, 'aiuteur/dev')).not.toThrow()
  })
})
