import type { StackName } from '../../../cdktf/config/phases'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import type { JournalStore } from '../../../scripts/adapters/ports'
import type { OpenEnvironment } from '../../../scripts/compose/environment'
import { stackVariables } from '../../../scripts/compose/terraform'
import { Journal, type PhaseState } from '../../../scripts/engine/journal'

/** What a stack is given where every phase of every app is in one state. */
function variablesOf(targetName: string, stack: StackName, state: PhaseState) {
  const store: Pick<JournalStore, 'get'> = {
    get: async (pk, sk) => ({ pk, sk, record: { app: pk, phase: sk, state, attempt: 1, steps: {} } }),
  }
  const environment: Pick<OpenEnvironment, 'target' | 'journal'> = {
    target: resolveTarget(systems, targetName),
    journal: new Journal({ store: store as JournalStore, runId: 'r', by: 'test' }),
  }
  return stackVariables(environment as OpenEnvironment, stack)
}

describe('the variables of the database stack', () => {
  it.each([
    ['new', true],
    ['on-aws', true],
    ['reverted', true],
    ['completed', false],
  ] as const)('open the way of the migration while the phase is %s: %p', async (state, expected) => {
    expect(await variablesOf('aiuteur/dev', 'database', state)).toEqual({
      database_migration_access: expected,
    })
    // Everlink and TAP are new on AWS: Echo alone decides.
    expect(await variablesOf('studio/dev', 'database', state)).toEqual({
      database_migration_access: expected,
    })
  })
})

describe('the variables of the auth stack', () => {
  it.each([
    ['new', true],
    ['on-aws', true],
    ['completed', false],
  ] as const)('ask Supabase for users while the phase is %s: %p', async (state, expected) => {
    expect(await variablesOf('aiuteur/dev', 'auth', state)).toEqual({ auth_user_migration: expected })
  })

  it('are none where auth is kept', async () => {
    expect(await variablesOf('community/dev', 'auth', 'new')).toEqual({})
  })
})

describe('the variables of the storage stack', () => {
  it.each([
    ['on-aws', { storage_fallback: true, storage_fence: false }],
    ['reverted', { storage_fallback: true, storage_fence: true }],
    ['completed', { storage_fallback: false, storage_fence: false }],
  ] as const)('follow the phase when it is %s', async (state, expected) => {
    expect(await variablesOf('aiuteur/dev', 'storage', state)).toEqual(expected)
  })

  it('are none for a stack without any', async () => {
    expect(await variablesOf('aiuteur/dev', 'network', 'new')).toEqual({})
  })
})
