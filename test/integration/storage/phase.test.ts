import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { bytesOf, BUCKETS, TARGET, withStorageWorld, type StorageWorld } from '../../helpers/storage-world'

const KEYS = ['a.png', 'deep/er/b.png', 'odd//key with space+plus.png', '/leading', 'trailing/']

async function seed(world: StorageWorld): Promise<void> {
  for (const bucket of BUCKETS) {
    for (const key of KEYS) await world.put(bucket, key, bytesOf(`${bucket}/${key}`, 2_000))
  }
}

async function bodyOnAws(world: StorageWorld, bucket: string, key: string): Promise<Buffer> {
  const answer = await world.s3.send(new GetObjectCommand({ Bucket: world.bucketName(bucket), Key: key }))
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? [])
}

const confirmed = (step: string): string[] => ['storage', step, TARGET, `--confirm-${step}`, TARGET]

describe('the storage phase, by its commands', () => {
  it('goes forward, back with what was born on AWS, and forward again', async () => {
    await withStorageWorld(async (world) => {
      await seed(world)
      const copied = await world.migrate('storage', 'copy', TARGET)
      expect(copied).toMatchObject({ exit: 0 })
      expect(await bodyOnAws(world, 'images', 'odd//key with space+plus.png')).toEqual(
        bytesOf('images/odd//key with space+plus.png', 2_000),
      )
      expect((await world.migrate('storage', 'verify', TARGET)).json).toMatchObject({ verdict: 'pass' })

      const dry = await world.migrate('storage', 'cutover', TARGET, '--dry-run')
      const cut = await world.migrate(...confirmed('cutover'))
      expect(cut).toMatchObject({ exit: 0 })
      expect(idsOf(dry.json)).toEqual(idsOf(cut.json))
      expect((await world.migrate(...confirmed('cutover'))).json).toMatchObject({
        results: [{ alreadyDone: true }],
      })
      await expect(world.put('images', 'late.png', bytesOf('late', 10))).rejects.toMatchObject({
        code: 'STORAGE_FENCED',
      })

      const born = bytesOf('born', 3_000)
      await world.s3.send(
        new PutObjectCommand({
          Bucket: world.bucketName('images'),
          Key: 'born.png',
          Body: born,
          ContentType: 'image/png',
        }),
      )
      await world.s3.send(
        new PutObjectCommand({
          Bucket: world.bucketName('images'),
          Key: 'a.png',
          Body: born,
          ContentType: 'image/png',
        }),
      )

      const reverted = await world.migrate(...confirmed('revert'))
      expect(reverted).toMatchObject({ exit: 0, json: { results: [{ state: 'reverted', attempt: 2 }] } })
      for (const key of ['born.png', 'a.png']) expect(await bodyHome(world, 'images', key)).toEqual(born)
      await world.put('images', 'after.png', bytesOf('after', 10))
      await expect(
        world.s3.send(new PutObjectCommand({ Bucket: world.bucketName('images'), Key: 'x', Body: 'x' })),
      ).rejects.toMatchObject({ name: 'AccessDenied' })

      expect(await world.migrate('storage', 'copy', TARGET)).toMatchObject({ exit: 0 })
      expect(await world.migrate('storage', 'verify', TARGET)).toMatchObject({ exit: 0 })
      expect(await world.migrate(...confirmed('cutover'))).toMatchObject({
        exit: 0,
        json: { results: [{ state: 'on-aws' }] },
      })
      expect(await bodyOnAws(world, 'images', 'after.png')).toEqual(bytesOf('after', 10))
    })
  })

  it('copies only what is missing after kill -9 in the middle', async () => {
    await withStorageWorld(async (world) => {
      const names = Array.from({ length: 240 }, (_, index) => `many/${String(index).padStart(4, '0')}.png`)
      for (const name of names) await world.put('images', name, bytesOf(name, 200_000))
      const first = world.start('storage', 'copy', TARGET)
      await waitForCopies(world, 40)
      first.kill('SIGKILL')
      await new Promise((resolve) => first.on('close', resolve))
      const before = await countCopies(world)
      expect(before).toBeLessThan(names.length)

      const again = await world.migrate('storage', 'copy', TARGET)
      expect(again).toMatchObject({ exit: 0 })
      const counts = countsOf(again.json, 'copy-images')
      // Only what was in flight when the process died may be copied twice.
      expect(counts.same).toBe(before)
      expect(counts.copied).toBe(names.length - before)
      expect((await world.migrate('storage', 'verify', TARGET)).json).toMatchObject({ verdict: 'pass' })
    })
  })

  it('reverts by itself when the cutover meets a difference', async () => {
    await withStorageWorld(async (world) => {
      await seed(world)
      await world.migrate('storage', 'copy', TARGET)
      await world.migrate('storage', 'verify', TARGET)
      // Somebody else writes into the bucket: the two sides cannot be proved equal.
      await world.s3.send(
        new PutObjectCommand({ Bucket: world.bucketName('videos'), Key: 'foreign', Body: 'x' }),
      )
      const cut = await world.migrate(...confirmed('cutover'))
      expect(cut).toMatchObject({ exit: 7, json: { error: { code: 'REVERTED' } } })
      await world.put('images', 'writes-go-on.png', bytesOf('x', 10))
      expect((await world.migrate('status', TARGET)).json).toMatchObject({
        phases: expect.arrayContaining([
          expect.objectContaining({ phase: 'storage', state: 'reverted' }),
        ]) as unknown,
      })
    })
  })

  it('names an object that differs', async () => {
    await withStorageWorld(async (world) => {
      await seed(world)
      await world.migrate('storage', 'copy', TARGET)
      await world.s3.send(
        new PutObjectCommand({ Bucket: world.bucketName('images'), Key: 'a.png', Body: 'damaged' }),
      )
      const verified = await world.migrate('storage', 'verify', TARGET)
      expect(verified.exit).toBe(4)
      expect(JSON.stringify(verified.json)).toContain('overwritten-on-aws')
    })
  })
})

async function bodyHome(world: StorageWorld, bucket: string, key: string): Promise<Buffer> {
  const { body } = await world.client.get(bucket, key)
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

interface Results {
  results: { actions: { id: string; result?: { counts?: Record<string, number> } }[] }[]
}

function idsOf(json: unknown): string[] {
  return (json as Results).results.flatMap((result) => result.actions.map((action) => action.id))
}

function countsOf(json: unknown, id: string): Record<string, number> {
  const actions = (json as Results).results.flatMap((result) => result.actions)
  return actions.find((action) => action.id === id)?.result?.counts ?? {}
}

async function countCopies(world: StorageWorld): Promise<number> {
  const { Client } = await import('pg')
  const client = new Client({ connectionString: world.database.url })
  await client.connect()
  try {
    const { rows } = await client.query<{ n: string }>(
      `select case when to_regclass('supabase_to_aws.object_copies') is null then 0
         else (xpath('/row/n/text()', query_to_xml('select count(*) as n from supabase_to_aws.object_copies', false, true, '')))[1]::text::int end as n`,
    )
    return Number(rows[0]?.n ?? 0)
  } finally {
    await client.end()
  }
}

async function waitForCopies(world: StorageWorld, wanted: number): Promise<void> {
  while ((await countCopies(world)) < wanted) await new Promise((resolve) => setTimeout(resolve, 20))
}
