import { stackName, switchedApps } from '../../cdktf/config/names'
import { PHASES, type PhaseName } from '../../cdktf/config/phases'
import { stacksOfPhase } from '../../cdktf/config/stacks-of'
import { withEnvironment, type OpenEnvironment } from '../compose/environment'
import { EXIT } from '../engine/exit-codes'
import { MOVABLE_PHASES } from '../phases'
import type { Command } from './command'

interface PhaseStatus {
  phase: PhaseName
  mode: string
  app: string
  applied: boolean
  state: string
  attempt: number
}

export const statusCommand: Command = {
  words: ['status'],
  summary: 'where every phase stands, by the journal',
  example: 'npm run migrate -- status aiuteur/dev',
  takesTarget: true,
  canDryRun: false,
  run: (context, input) =>
    withEnvironment(context, input.target, async (environment) => {
      const phases = (await Promise.all(PHASES.map((phase) => statusOf(environment, phase)))).flat()
      const backup = await environment.journal.fact('backup')
      const lease = await environment.journalStore.readLease()
      const text = phases.map(({ phase, app, mode, applied, state, attempt }) =>
        [
          phase.padEnd(14),
          app.padEnd(10),
          mode.padEnd(8),
          applied ? 'applied    ' : 'not applied',
          `${state} (attempt ${attempt})`,
        ].join('  '),
      )
      return {
        json: { target: input.target, phases, backup: backup ?? null, lease: lease ?? null },
        text,
        exit: EXIT.done,
      }
    }),
}

async function statusOf(environment: OpenEnvironment, phase: PhaseName): Promise<PhaseStatus[]> {
  const { target, journal } = environment
  const stacks = stacksOfPhase(target, phase).map((stack) => stackName(target, stack))
  const records = await Promise.all(stacks.map((stack) => journal.stack(stack)))
  const applied = stacks.length > 0 && records.every((record) => record !== undefined)
  const mode = MOVABLE_PHASES.some((movable) => movable === phase) ? target.system.phases[phase] : 'later'
  const switched =
    phase !== 'foundation' && phase !== 'decommission' ? switchedApps(target, phase) : [target.system.name]
  return Promise.all(
    switched.map(async (app) => {
      const { state, attempt } = await journal.phase(app, phase)
      return { phase, mode, app, applied, state, attempt }
    }),
  )
}
