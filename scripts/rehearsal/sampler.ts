import { Client } from 'pg'
import type { ReportInput } from '../report/schema'

type Sample = ReportInput['throughput'][number]

const INTERVAL_MS = 1_000

export interface Sampler {
  samples: Sample[]
  stop(): Promise<void>
}

/** Looks each second at how many objects were recorded as copied (either direction), and how many bytes. */
export async function startSampler(
  databaseUrl: string,
  clock: { now: () => number; stage: () => string },
): Promise<Sampler> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'rehearsal sampler' })
  await client.connect()
  const samples: Sample[] = []
  let before = await look(client)
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking.then(async () => {
      const after = await look(client)
      const seconds = after.at - before.at
      samples.push({
        at: clock.now(),
        stage: clock.stage(),
        objectsPerSecond: Math.max(0, after.objects - before.objects) / seconds,
        bytesPerSecond: Math.max(0, after.bytes - before.bytes) / seconds,
      })
      before = after
    })
  }, INTERVAL_MS)
  return {
    samples,
    stop: async () => {
      clearInterval(timer)
      await looking.catch(() => undefined)
      await client.end()
    },
  }
}

/** Counts copies made so far; a copy made again counts again, so the numbers only grow. */
async function look(client: Client): Promise<{ at: number; objects: number; bytes: number }> {
  const { rows: exists } = await client.query<{ there: boolean }>(
    `select to_regclass('supabase_to_aws.object_copies') is not null as there`,
  )
  const at = Date.now() / 1_000
  if (exists[0]?.there !== true) return { at, objects: 0, bytes: 0 }
  const { rows } = await client.query<{ objects: string; bytes: string | null }>(
    `select count(*) filter (where copied_at <= now()) as objects, sum(size) as bytes from supabase_to_aws.object_copies`,
  )
  return { at, objects: Number(rows[0]?.objects ?? 0), bytes: Number(rows[0]?.bytes ?? 0) }
}
