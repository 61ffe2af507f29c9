import { SSMClient } from '@aws-sdk/client-ssm'
import { storageSettingsParameterName } from '../../cdktf/config/names'
import { parseStorageSettings, type StorageSettings } from '../../services/shared/storage/settings'
import { readJsonParameter } from '../adapters/aws/switch-store'
import type { StageKind } from '../report/schema-stage'
import type { Crossing } from './crossing'
import { summariesSince } from './journal-view'
import { mustMigrate } from './migrate'
import type { StageNotes } from './recorder'
import { APP, awsClient, type World } from './world'

export interface CommandStage {
  id: string
  title: string
  kind: StageKind
  args: string[]
}

/** Runs a command as a stage of the crossing and tells what the journal recorded of it. */
export async function commandStage(crossing: Crossing, stage: CommandStage): Promise<void> {
  const { id, title, kind } = stage
  await crossing.recorder.stage({ id, title, kind }, async (notes) => {
    notes.say(`npm run migrate -- ${stage.args.join(' ')}`)
    const since = new Date().toISOString()
    const json = await run(crossing, stage.args)
    await tell(crossing.world, notes, since)
    for (const finding of findingsOf(json)) notes.say(`${finding.id}: ${finding.outcome}, ${finding.detail}`)
    notes.evidence(json)
  })
}

function findingsOf(json: Record<string, unknown>): { id: string; outcome: string; detail: string }[] {
  return (json.findings ?? []) as { id: string; outcome: string; detail: string }[]
}

/** What the journal says was done since then, with its counts. */
export async function tell(world: World, notes: StageNotes, since: string): Promise<void> {
  for (const { id, summary, counts } of await summariesSince(world, since)) {
    notes.say(`${id}: ${summary}`)
    for (const [name, count] of Object.entries(counts)) notes.quietly(`${id} ${name}`, count)
  }
}

/** One command of the tool, as its own process; anything but exit 0 is thrown. */
export function run(crossing: Crossing, args: string[]): Promise<Record<string, unknown>> {
  return mustMigrate(args, { env: crossing.world.env, onLine: crossing.log, signal: crossing.signal })
}

/** Where the objects are, as the storage stack wrote it. */
export async function settingsOf(world: World): Promise<StorageSettings> {
  const ssm = new SSMClient(awsClient(world))
  try {
    const name = storageSettingsParameterName(world.target, APP)
    const settings = await readJsonParameter(ssm, name, parseStorageSettings)
    if (!settings) throw new Error(`${name} does not exist after the apply`)
    return settings
  } finally {
    ssm.destroy()
  }
}
