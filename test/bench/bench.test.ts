import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { s3Client, withEmulator } from '../helpers/emulator'
import { keptBy, mustBeWhole } from './fidelity'
import { parseOptions } from './options'
import { median, spread, table } from './stats'
import { ATTRIBUTES, keysOf } from './world'
import { syntheticKey } from './synthetic'

describe('the bench', () => {
  it('measures a small and a large corpus where nothing else is asked for', () => {
    const { corpora, rounds } = parseOptions(['storage'])
    expect(corpora.map(({ size }) => size)).toEqual([10_240, 16_777_216])
    expect(rounds).toBeGreaterThan(2)
  })

  it('measures one corpus of the size asked for', () => {
    expect(parseOptions(['storage', '--objects', '7', '--size', '16777216']).corpora).toEqual([
      { bucket: 'own', objects: 7, size: 16_777_216 },
    ])
  })

  it.each([
    [[]],
    [['databases']],
    [['storage', '--objects', 'many']],
    [['storage', '--rounds', '0']],
    [['storage', '--sise', '1']],
  ])('refuses the command line %j', (argv) => {
    expect(() => parseOptions(argv)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error)
  })

  it('takes the middle of an odd and of an even number of rounds', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(spread([1, 2, 3])).toBe(1)
  })

  it('draws a table in columns', () => {
    const rows = [
      ['', 's'],
      ['ours', '10.00'],
    ]
    expect(table(rows)).toBe('          s\nours  10.00')
  })

  it('names objects in byte order, as a listing answers them', () => {
    const keys = keysOf({ bucket: 'b', objects: 1_200, size: 1 })
    expect([...keys].sort()).toEqual(keys)
    expect(syntheticKey(999) < syntheticKey(1_000)).toBe(true)
  })

  it('fails a contender that left an object out or cut one short, and tells what a copy kept', async () => {
    await withEmulator(async (emulator) => {
      const s3 = s3Client(emulator)
      const Bucket = 'copied'
      await s3.send(new CreateBucketCommand({ Bucket }))
      const VersioningConfiguration = { Status: 'Enabled' } as const
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
      const { contentType: ContentType } = ATTRIBUTES
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1234', ContentType }))
      const expected = { name: 'somebody', objects: 1, size: 4 }
      await mustBeWhole({ s3 }, Bucket, expected)
      await expect(mustBeWhole({ s3 }, Bucket, { ...expected, objects: 2 })).rejects.toThrow(/1 of 2/)
      await expect(mustBeWhole({ s3 }, Bucket, { ...expected, size: 5 })).rejects.toThrow(/0 of 1/)
      expect(await keptBy({ s3 }, Bucket)).toBe('type')
      s3.destroy()
    })
  })
})
