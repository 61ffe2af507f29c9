import { STEPS } from '../engine/phase'
import { MOVABLE_PHASES } from '../phases'
import { backupTake } from './backup-take'
import { bootstrapCommand } from './bootstrap'
import type { Command } from './command'
import { configCheck } from './config-check'
import { journalShow } from './journal-show'
import { phaseStepCommand } from './phase-step'
import { phaseApplyCommand, phasePlanCommand } from './phase-terraform'
import { planCommand } from './plan'
import { statusCommand } from './status'
import { switchShow } from './switch-show'
import { synthCommand } from './synth'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  bootstrapCommand,
  configCheck,
  synthCommand,
  planCommand,
  statusCommand,
  backupTake,
  ...MOVABLE_PHASES.flatMap((phase) => [
    phasePlanCommand(phase),
    phaseApplyCommand(phase),
    ...STEPS.map((step) => phaseStepCommand(phase, step)),
  ]),
  switchShow,
  journalShow,
]
