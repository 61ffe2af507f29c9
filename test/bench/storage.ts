import { loadavg } from 'node:os'
import type { Cleanup } from '../../scripts/rehearsal/cleanup'
import { withClient } from '../../scripts/rehearsal/postgres/with-client'
import { contestants, jobOf, type Contestant } from './contestants'
import { keptBy, mustBeWhole } from './fidelity'
import type { Result } from './job'
import type { BenchOptions, Corpus } from './options'
import { rcloneVersion } from './rclone'
import { runChild } from './run-child'
import { insertSynthetic, SYNTHETIC_BUCKET } from './synthetic'
import { copyTable, inventoryTable, type Measured } from './tables'
import { createTarget, emptyTarget, fill, startWorld, type BenchWorld } from './world'

interface Bench {
  options: BenchOptions
  cleanup: Cleanup
  say: (line: string) => void
  note: (line: string) => void
}

/** Measures the copy of objects; tables go to `say`, progress to `note`. */
export async function benchStorage(bench: Bench): Promise<void> {
  const world = await startWorld(bench.cleanup)
  const rclone = await rcloneVersion()
  bench.say(`rclone: ${rclone ?? 'not installed (Debian: apt-get install rclone), left out'}`)
  for (const corpus of bench.options.corpora) await benchCorpus(bench, world, corpus)
  if (bench.options.rows > 0) await benchInventory(bench, world)
}

async function benchCorpus(bench: Bench, world: BenchWorld, corpus: Corpus): Promise<void> {
  const { options, note } = bench
  note(`uploading ${corpus.objects} objects of ${corpus.size} bytes`)
  await fill(world, corpus)
  const all = await contestants(world, corpus, { explain: options.explain, cleanup: bench.cleanup })
  const measured: Measured[] = all.map((one) => ({ ...one, first: [], second: [], kept: '' }))
  const loads = [loadavg()[0] ?? 0]
  for (let round = 1; round <= options.rounds; round += 1) {
    // Each round begins with another one, so that none always runs after the same neighbour.
    for (let turn = 0; turn < measured.length; turn += 1) {
      const one = measured[(turn + round - 1) % measured.length]
      if (one) await measure({ world, corpus, one, round, note })
    }
    loads.push(loadavg()[0] ?? 0)
  }
  bench.say(copyTable(corpus, measured, loads))
}

async function measure(of: {
  world: BenchWorld
  corpus: Corpus
  one: Measured & Contestant
  round: number
  note: (line: string) => void
}): Promise<void> {
  const { world, corpus, one } = of
  const bucket = `${corpus.bucket}-${one.name.replaceAll(/[^a-z]+/g, '-')}-${of.round}`
  await createTarget(world, bucket)
  one.first.push(await one.run(bucket))
  if (one.again) one.second.push(await one.run(bucket))
  await mustBeWhole(world, bucket, { name: one.name, objects: one.objects, size: corpus.size })
  one.kept = await keptBy(world, bucket)
  await emptyTarget(world, bucket, corpus.bucket)
  of.note(`${corpus.bucket} round ${of.round}: ${one.name} ${one.first.at(-1)?.seconds.toFixed(2) ?? ''} s`)
}

const INVENTORY_STEPS = [
  ['inventory', 'rows by our cursor'],
  ['merge-join', 'joined with a listing of as many keys'],
  ['no-op-join', 'the copy command, all of it copied already'],
] as const

async function benchInventory({ options, say, note }: Bench, world: BenchWorld): Promise<void> {
  note(`inserting ${options.rows} rows`)
  await withClient(world.superuserUrl, async (client) => {
    await client.query('set statement_timeout = 0')
    await insertSynthetic(client, options.rows)
  })
  const job = jobOf(world, { bucket: SYNTHETIC_BUCKET, objects: options.rows })
  const results = new Map<string, Result[]>(INVENTORY_STEPS.map(([, name]) => [name, []]))
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const [contender, name] of INVENTORY_STEPS) {
      const result = await runChild({ ...job, contender })
      if (result.objects !== options.rows)
        throw new Error(`${name}: ${result.objects} of ${options.rows} rows`)
      results.get(name)?.push(result)
    }
  }
  say(inventoryTable(options.rows, results))
}
