import { PHASE_STACKS, PHASES } from '../../cdktf/config/phases'
import { STEPS } from '../engine/phase'
import { MOVABLE_PHASES } from '../phases'
import { backupTake } from './backup-take'
import { bootstrapCommand } from './bootstrap'
import { checkPlanCommand } from './check-plan'
import type { Command } from './command'
import { configCheck } from './config-check'
import { costCommand } from './cost'
import { journalShow } from './journal-show'
import { phaseStepCommand } from './phase-step'
import { phaseApplyCommand, phasePlanCommand } from './phase-terraform'
import { planCommand } from './plan'
import { secretsCheck } from './secrets-check'
import { secretsSet } from './secrets-set'
import { statusCommand } from './status'
import { switchShow } from './switch-show'
import { synthCommand } from './synth'

/** Phases with stacks of their own. */
const APPLIED_PHASES = PHASES.filter((phase) => PHASE_STACKS[phase].length > 0)

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  bootstrapCommand,
  configCheck,
  synthCommand,
  planCommand,
  checkPlanCommand,
  costCommand,
  statusCommand,
  secretsSet,
  secretsCheck,
  backupTake,
  ...APPLIED_PHASES.flatMap((phase) => [
    phasePlanCommand(phase),
    phaseApplyCommand(phase),
    ...MOVABLE_PHASES.filter((movable) => movable === phase).flatMap((movable) =>
      STEPS.map((step) => phaseStepCommand(movable, step)),
    ),
  ]),
  switchShow,
  journalShow,
]
