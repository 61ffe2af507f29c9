import { systems } from '../../cdktf/systems'
import { synthesizeAll } from '../compose/synth'
import { EXIT } from '../engine/exit-codes'
import type { Command } from './command'

export const synthCommand: Command = {
  words: ['synth'],
  summary: 'write the Terraform configuration of every system and environment',
  example: 'npm run migrate -- synth',
  takesTarget: false,
  canDryRun: false,
  run: async (context) => {
    await synthesizeAll(context)
    const { outdir } = context.settings
    return {
      json: { outdir, systems: systems.map((system) => system.name) },
      text: [`written to ${outdir}`],
      exit: EXIT.done,
    }
  },
}
