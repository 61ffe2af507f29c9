import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { relayToken } from '../../../services/shared/storage/relay-token'
import { RELAY_HEADER } from '../../../services/shared/storage/supabase-client'
import { bytesOf, TARGET, withStorageWorld, type StorageWorld } from '../../helpers/storage-world'
import { leaveIn, rowsOf } from './journal-of'

const confirmed = (step: string): string[] => ['storage', step, TARGET, `--confirm-${step}`, TARGET]
const PROBES = 'supabase-to-aws-health'

async function crossed(world: StorageWorld): Promise<void> {
  await world.migrate('storage', 'copy', TARGET)
  await world.migrate('storage', 'verify', TARGET)
  expect(await world.migrate(...confirmed('cutover'))).toMatchObject({ exit: 0 })
}

function idsOf(json: unknown): string[] {
  const { results } = json as { results: { actions: { id: string }[] }[] }
  return results.flatMap(({ actions }) => actions.map(({ id }) => id))
}

function onAws(world: StorageWorld, key: string) {
  const at = { Bucket: world.bucketName('images'), Key: key }
  return {
    put: (body: Buffer, type = 'image/png') =>
      world.s3.send(new PutObjectCommand({ ...at, Body: body, ContentType: type })),
    remove: () => world.s3.send(new DeleteObjectCommand(at)),
    size: () =>
      world.s3.send(new HeadObjectCommand(at)).then(
        ({ ContentLength }) => ContentLength,
        () => undefined,
      ),
    /** As nobody should: all versions, without a delete marker. */
    lose: async () => {
      const { Versions = [] } = await world.s3.send(
        new ListObjectVersionsCommand({ Bucket: at.Bucket, Prefix: key }),
      )
      for (const { VersionId } of Versions) await world.s3.send(new DeleteObjectCommand({ ...at, VersionId }))
    },
  }
}

function atHome(world: StorageWorld): Promise<object[]> {
  return rowsOf(
    world,
    `select name, (metadata ->> 'size')::int as size from storage.objects where bucket_id = 'images' order by name collate "C"`,
  )
}

const LIMITS = `select id, file_size_limit::int, allowed_mime_types from storage.buckets order by id`
const CACHING = `select metadata ->> 'cacheControl' as caching from storage.objects where name = $1`
const BURY = `insert into supabase_to_aws.storage_tombstones (bucket, name) values ('images', $1)`

describe('the storage phase, interrupted', () => {
  it('a cutover killed after its switch leaves alone what AWS took since, and comes home whole', async () => {
    await withStorageWorld(async (world) => {
      for (const key of ['a.png', 'b.png', 'c.png']) await world.put('images', key, bytesOf(key, 2_000))
      await rowsOf(
        world,
        `update storage.buckets set file_size_limit = 4000, allowed_mime_types = '{image/png}' where id = 'images'`,
      )
      const limits = await rowsOf(world, LIMITS)
      await crossed(world)
      await leaveIn(world, 'cutting-over')
      await onAws(world, 'a.png').put(bytesOf('newer', 3_000))
      await onAws(world, 'b.png').remove()
      expect((await world.migrate(...confirmed('cutover'))).json).toMatchObject({
        results: [{ state: 'on-aws' }],
      })
      expect(await onAws(world, 'a.png').size()).toBe(3_000)
      expect(await onAws(world, 'b.png').size()).toBeUndefined()

      // Of a type and a size that the bucket at home refuses.
      await onAws(world, 'born.txt').put(bytesOf('born', 9_000), 'text/plain')
      // Probes of health checks that were killed, one on each side.
      await onAws(world, `${PROBES}/killed.txt`).put(bytesOf('p', 10), 'text/plain')
      const relay = world.client.withHeaders({
        [RELAY_HEADER]: relayToken(world.env.SUPABASE_SERVICE_ROLE_KEY ?? ''),
      })
      const probe = { body: bytesOf('p', 10), size: 10, contentType: 'image/png', upsert: false }
      await relay.put('images', `${PROBES}/fallback-killed.txt`, probe)
      // Deleted on AWS, while Supabase could not be reached.
      await onAws(world, 'c.png').remove()
      await rowsOf(world, BURY, ['c.png'])

      const dry = await world.migrate('storage', 'revert', TARGET, '--dry-run')
      const reverted = await world.migrate(...confirmed('revert'))
      expect(reverted).toMatchObject({ exit: 0 })
      expect(idsOf(dry.json)).toEqual(idsOf(reverted.json))
      expect(await atHome(world)).toEqual([
        { name: 'a.png', size: 3_000 },
        { name: 'born.txt', size: 9_000 },
      ])
      expect(await rowsOf(world, CACHING, ['born.txt'])).toEqual([{ caching: 'no-cache' }])
      expect(await rowsOf(world, LIMITS)).toEqual(limits)
      expect(await rowsOf(world, 'select * from supabase_to_aws.bucket_limits')).toEqual([])
    })
  })

  it('complete carries open deletions home and misses what AWS has lost', async () => {
    await withStorageWorld(async (world) => {
      for (const key of ['a.png', 'b.png', 'c.png']) await world.put('images', key, bytesOf(key, 2_000))
      await world.migrate('storage', 'copy', TARGET)
      // Of a former attempt: since then the object was made anew.
      await rowsOf(world, BURY, ['a.png'])
      await crossed(world)
      expect(await rowsOf(world, 'select * from supabase_to_aws.storage_tombstones')).toEqual([])
      await onAws(world, 'b.png').remove()
      await rowsOf(world, BURY, ['b.png'])
      // The distribution does not exist here, so health cannot pass; the deletion is carried all the same.
      expect((await world.migrate('storage', 'health', TARGET)).exit).toBe(5)
      expect(await atHome(world)).toMatchObject([{ name: 'a.png' }, { name: 'c.png' }])

      await onAws(world, 'c.png').remove()
      await rowsOf(world, BURY, ['c.png'])
      await onAws(world, 'a.png').lose()
      await leaveIn(world, 'healthy')
      const lost = await world.migrate(...confirmed('complete'))
      expect(lost).toMatchObject({ exit: 4, json: { error: { data: { missing: ['images/a.png'] } } } })
      expect(await atHome(world)).toMatchObject([{ name: 'a.png' }])
      await onAws(world, 'a.png').put(bytesOf('a.png', 2_000))
      expect(await world.migrate(...confirmed('complete'))).toMatchObject({ exit: 0 })
    })
  })

  it('a check that fails takes back what an earlier one granted', async () => {
    await withStorageWorld(async (world) => {
      await world.put('images', 'a.png', bytesOf('a', 2_000))
      await world.migrate('storage', 'copy', TARGET)
      expect((await world.migrate('storage', 'verify', TARGET)).exit).toBe(0)
      await onAws(world, 'a.png').put(bytesOf('damaged', 2_000))
      expect((await world.migrate('storage', 'verify', TARGET)).exit).toBe(4)
      const refused = await world.migrate(...confirmed('cutover'))
      expect(refused).toMatchObject({ exit: 3, json: { error: { code: 'PHASE_OUT_OF_ORDER' } } })
    })
  })
})
