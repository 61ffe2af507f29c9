import { storageSettingsParameterName } from '../../cdktf/config/names'
import { switchedApps } from '../../cdktf/config/names'
import { withEnvironment } from '../compose/environment'
import { withStoragePorts } from '../compose/storage'
import { EXIT } from '../engine/exit-codes'
import type { Command } from './command'

export const switchShow: Command = {
  words: ['switch', 'show'],
  summary: 'which side serves, as the database row and the parameter say',
  example: 'npm run migrate -- switch show aiuteur/dev',
  takesTarget: true,
  canDryRun: false,
  run: (context, input) =>
    withEnvironment(context, input.target, async (environment) => {
      const shown: {
        app: string
        phase: string
        row: object | null
        parameter: object | null
        settings: string
      }[] = []
      for (const app of switchedApps(environment.target, 'storage')) {
        const settings = storageSettingsParameterName(environment.target, app)
        const sides = await withStoragePorts(context, environment, {
          app,
          work: async ({ switchStore }) => ({
            row: await switchStore.readRow(),
            parameter: await switchStore.readParameter(),
          }),
        })
        shown.push({
          app,
          phase: 'storage',
          row: sides.row ?? null,
          parameter: sides.parameter ?? null,
          settings,
        })
      }
      const text = shown.map(
        ({ app, phase, row, parameter }) =>
          `${app} ${phase}\n  row        ${JSON.stringify(row)}\n  parameter  ${JSON.stringify(parameter)}`,
      )
      return { json: { target: input.target, switches: shown }, text, exit: EXIT.done }
    }),
}
