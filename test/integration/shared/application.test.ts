import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buffer } from 'node:stream/consumers'
import { withDatabase as connect } from '../../../scripts/adapters/postgres/connect'
import { installOwnSchema } from '../../../scripts/adapters/postgres/own-schema'
import { installFence, sourceFence } from '../../../scripts/adapters/supabase/fence'
import { httpProbe } from '../../../scripts/adapters/http-probe'
import { startApplication, type Application } from '../../../scripts/rehearsal/application/application'
import { readLedger, type ObjectContent } from '../../../scripts/rehearsal/application/ledger'
import { checkLedger } from '../../../scripts/rehearsal/application/ledger-check'
import { withClient } from '../../../scripts/rehearsal/postgres/with-client'
import { seedRows } from '../../../scripts/rehearsal/source/rows'
import type { CreateStorageOptions } from '../../../services/shared/storage/create-storage'
import { StorageServiceError } from '../../../services/shared/storage/errors'
import { startSides, type Sides } from './storage-sides'

const SEED_OBJECTS = ['asset-images', 'images', 'videos'].map((bucket) => ({ bucket, key: 'seeded' }))

let sides: Sides
let dir: string
beforeAll(async () => {
  sides = await startSides()
  dir = await mkdtemp(join(tmpdir(), 'application-'))
  await connect({ url: sides.database.url }, async (database) => {
    await installOwnSchema(database)
    await installFence(database)
  })
  await withClient(sides.database.superuserUrl, (client) =>
    seedRows(client, {
      ...{ users: 1, projectsPerUser: 1, seed: 3, objects: SEED_OBJECTS },
      publicUrl: (bucket, key) => `https://seed.example/${bucket}/${key}`,
      signedUrl: (bucket, key) => `https://seed.example/${bucket}/${key}?token=x`,
    }),
  )
})
afterAll(async () => {
  await sides.stop()
  await rm(dir, { recursive: true, force: true })
})

/** All three buckets of the application; the test's own world maps two, the third is a prefix beside them. */
function withAssets(options: CreateStorageOptions): CreateStorageOptions {
  return {
    ...options,
    buckets: { ...options.buckets, 'asset-images': 'public' },
    settings: async () => {
      const settings = await options.settings()
      const images = settings.buckets['images']
      if (images === undefined) throw new Error('the settings have no images')
      return {
        ...settings,
        buckets: { ...settings.buckets, 'asset-images': { ...images, prefix: 'assets/' } },
      }
    },
  }
}

async function acknowledged(application: Application, side: 'source' | 'aws', least: number): Promise<void> {
  while (application.counts().acknowledged[side] < least) await sleep(20)
}

describe('the application of the rehearsal', () => {
  it('lives through the switch, and its ledger proves that nothing was lost', async () => {
    const storage = sides.storage(withAssets)
    const ledgerFile = join(dir, 'ledger.jsonl')
    const application = await startApplication({
      ...{ storage, ledgerFile, seed: 11, ratePerSecond: 100, databaseUrl: sides.database.url },
      // Nobody serves the distribution here: public reads are refused and counted.
      http: httpProbe(new Map([['d1.example', 'http://127.0.0.1:1']])),
    })
    await acknowledged(application, 'source', 60)
    sides.view.move('draining', 'source')
    await connect({ url: sides.database.url }, (database) => sourceFence(database, sides.relayToken).close())
    sides.view.move('aws', 'aws')
    await acknowledged(application, 'aws', 60)
    const counts = await application.stop()
    expect(counts).toMatchObject({ wrongReads: 0, staleReads: 0 })
    expect(counts.puts + counts.overwrites + counts.removes).toBe(
      counts.acknowledged.source + counts.acknowledged.aws,
    )
    expect(Math.min(counts.overwrites, counts.removes, counts.rows, counts.reads)).toBeGreaterThan(0)

    const ledger = await readLedger(ledgerFile)
    const result = await checkLedger({
      ledger,
      read: (bucket, key) => read(bucket, key),
      readRow: (row) => readRow(row),
    })
    expect(result.differences).toEqual([])
    expect(result.checked).toBeGreaterThan(60)
    expect(result.rows).toBeGreaterThan(10)
  })

  async function read(bucket: string, key: string): Promise<ObjectContent | null> {
    try {
      const { body, contentType } = await sides.storage(withAssets).get(bucket, key)
      const bytes = await buffer(body)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { sha256, size: bytes.length, contentType: contentType ?? '' }
    } catch (error) {
      if (error instanceof StorageServiceError && error.missing) return null
      throw error
    }
  }

  async function readRow(row: { table: string; column: string; id: string }): Promise<string | null> {
    const { rows } = await sides.pool.query<{ value: string | null }>(
      `select ${row.column} as value from public.${row.table} where id = $1`,
      [row.id],
    )
    return rows[0]?.value ?? null
  }
})
