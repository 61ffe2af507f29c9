import type { PhaseName } from '../../cdktf/config/phases'
import type { CommandContext } from '../commands/command'
import type { Phase } from '../engine/phase'
import { phases } from '../phases'
import type { OpenEnvironment } from './environment'
import { withStoragePorts } from './storage'

/** Binds a phase of one app to its adapters. */
export async function withPhase<T>(
  context: CommandContext,
  environment: OpenEnvironment,
  use: { app: string; phase: PhaseName; work: (phase: Phase) => Promise<T> },
): Promise<T> {
  switch (use.phase) {
    case 'foundation':
      return use.work(phases.foundation())
    case 'storage':
      return withStoragePorts(context, environment, {
        app: use.app,
        work: (ports) => use.work(phases.storage(ports)),
      })
    case 'database':
    case 'auth':
    case 'backend':
    case 'frontend':
    case 'decommission':
      throw new Error(`the phase ${use.phase} has no commands in this version`)
  }
}
