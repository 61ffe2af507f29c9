import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { readSwitchRow } from '../../../services/shared/switch/row'
import { parseSwitch, serializeSwitch, type SwitchValue } from '../../../services/shared/switch/switch'
import type { Database, SwitchStore } from '../ports'
import { awsFailed, isMissing } from './errors'

export interface SwitchPlace {
  ssm: SSMClient
  parameter: string
  database: Database
  app: string
  phase: string
}

/** The switch in its two places: the row in the serving database and the SSM parameter. */
export function switchStore(place: SwitchPlace): SwitchStore {
  const { ssm, parameter, database, app, phase } = place
  return {
    async readRow() {
      return (await readSwitchRow(database, { app, phase })) ?? undefined
    },
    async writeRow(value) {
      await database.query(
        `insert into supabase_to_aws.switch (app, phase, epoch, writes, reads, changed_at) values ($1, $2, $3, $4, $5, now())
         on conflict (app, phase) do update set epoch = excluded.epoch, writes = excluded.writes,
           reads = excluded.reads, changed_at = excluded.changed_at
         where supabase_to_aws.switch.epoch < excluded.epoch`,
        [app, phase, value.epoch, value.writes, value.reads],
      )
    },
    readParameter: () => readJsonParameter(ssm, parameter, parseSwitch),
    async writeParameter(value: SwitchValue) {
      await awsFailed(`write the parameter ${parameter}`, () =>
        ssm.send(
          new PutParameterCommand({
            Name: parameter,
            Value: serializeSwitch(value),
            Type: 'String',
            Overwrite: true,
          }),
        ),
      )
    },
  }
}

/** Reads and parses an SSM parameter; undefined where there is none. */
export async function readJsonParameter<T>(
  ssm: SSMClient,
  name: string,
  parse: (text: string) => T,
): Promise<T | undefined> {
  return awsFailed(`read the parameter ${name}`, async () => {
    try {
      const answer = await ssm.send(new GetParameterCommand({ Name: name }))
      return answer.Parameter?.Value === undefined ? undefined : parse(answer.Parameter.Value)
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  })
}
