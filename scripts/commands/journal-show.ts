import { withEnvironment } from '../compose/environment'
import { EXIT } from '../engine/exit-codes'
import type { Command } from './command'

export const journalShow: Command = {
  words: ['journal', 'show'],
  summary: 'what ran, when, by whom, with which result',
  example: 'npm run migrate -- journal show aiuteur/dev',
  takesTarget: true,
  canDryRun: false,
  run: (context, input) =>
    withEnvironment(context, input.target, async (environment) => {
      const events = await environment.journal.events()
      const text = events.map(
        ({ at, by, what, detail }) => `${at}  ${by}  ${what}  ${JSON.stringify(detail)}`,
      )
      return { json: { target: input.target, events }, text, exit: EXIT.done }
    }),
}
