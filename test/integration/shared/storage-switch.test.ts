import { buffer } from 'node:stream/consumers'
import { PutBucketPolicyCommand, DeleteBucketPolicyCommand } from '@aws-sdk/client-s3'
import { withDatabase as connect } from '../../../scripts/adapters/postgres/connect'
import { installOwnSchema } from '../../../scripts/adapters/postgres/own-schema'
import { installFence, sourceFence } from '../../../scripts/adapters/supabase/fence'
import { startSides, type Sides } from './storage-sides'

const png = (text: string) => ({ body: Buffer.from(text), contentType: 'image/png' })

let sides: Sides
beforeAll(async () => {
  sides = await startSides()
  await connect({ url: sides.database.url }, async (database) => {
    await installOwnSchema(database)
    await installFence(database)
  })
})
afterAll(async () => {
  await sides.stop()
})

async function fence(state: 'close' | 'open'): Promise<void> {
  await connect({ url: sides.database.url }, (database) => sourceFence(database, sides.relayToken)[state]())
}

/** Resolves once `promise` has had every chance to settle, and says whether it did. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const note = (): void => void (settled = true)
  promise.then(note, note)
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  return settled
}

async function textOnAws(key: string): Promise<string> {
  return (await buffer((await sides.storage().get('images', key)).body)).toString()
}

describe('a write at the switch', () => {
  beforeEach(async () => {
    await fence('open')
    sides.view.move('source', 'source')
  })

  it('is held while writes drain, and ends where they go then', async () => {
    sides.view.move('draining', 'source')
    const put = sides.storage().put('images', 'held.png', png('held'))
    expect(await isSettled(put)).toBe(false)
    sides.view.move('aws', 'aws')
    expect(await put).toMatchObject({ side: 'aws' })
    await expect(sides.source.get('images', 'held.png')).rejects.toMatchObject({ code: 'STORAGE_MISSING' })
    expect(await textOnAws('held.png')).toBe('held')
  })

  it('ends on the source when the cutover was given up', async () => {
    sides.view.move('draining', 'source')
    const put = sides.storage().put('images', 'given-up.png', png('x'))
    sides.view.move('source', 'source')
    expect(await put).toMatchObject({ side: 'source' })
  })

  it('fails with a retryable error when draining outlasts its patience; reads go on', async () => {
    await sides.storage().put('images', 'read.png', png('still here'))
    sides.view.move('draining', 'source')
    const storage = sides.storage((options) => ({ ...options, maxWaitMilliseconds: 20 }))
    const draining = { code: 'STORAGE_DRAINING', retryable: true }
    await expect(storage.put('images', 'late.png', png('x'))).rejects.toMatchObject(draining)
    await expect(storage.remove('images', 'read.png')).rejects.toMatchObject(draining)
    expect((await storage.get('images', 'read.png')).size).toBe('still here'.length)
  })

  it('goes to AWS when the fence refuses it on the source', async () => {
    await fence('close')
    const uploads = (): number => sides.api.requests()['storage.object.upload'] ?? 0
    const before = uploads()
    const put = sides.storage().put('images', 'refused.png', png('carried over'))
    // The engine moves the switch after the fence is closed; the service hears of it a moment later.
    while (uploads() === before) await new Promise((resolve) => setImmediate(resolve))
    sides.view.move('aws', 'aws')
    expect(await put).toMatchObject({ side: 'aws' })
    expect(await textOnAws('refused.png')).toBe('carried over')
  })

  it('fails with a retryable error when the fence refuses it and the switch never moves', async () => {
    await fence('close')
    const storage = sides.storage((options) => ({ ...options, maxWaitMilliseconds: 20 }))
    await expect(storage.put('images', 'nowhere.png', png('x'))).rejects.toMatchObject({
      code: 'STORAGE_DRAINING',
    })
    await expect(
      sides.source.put('images', 'nowhere.png', { ...png('x'), size: 1, upsert: true }),
    ).rejects.toMatchObject({
      code: 'STORAGE_FENCED',
      retryable: true,
    })
  })

  it('lets a deletion on AWS through the fence by the token of the relay', async () => {
    await sides.storage().put('images', 'both.png', png('x'))
    await fence('close')
    sides.view.move('aws', 'aws')
    await sides.storage().remove('images', 'both.png')
    await expect(sides.source.get('images', 'both.png')).rejects.toMatchObject({ code: 'STORAGE_MISSING' })
  })

  it('goes home when the bucket policy refuses it on AWS after a revert', async () => {
    sides.view.move('aws', 'aws')
    await denyWrites()
    try {
      const put = sides.storage().put('images', 'home.png', png('home'))
      setImmediate(() => sides.view.move('source', 'source'))
      expect(await put).toMatchObject({ side: 'source' })
    } finally {
      await sides.s3.send(new DeleteBucketPolicyCommand({ Bucket: 's3-images' }))
    }
  })
})

async function denyWrites(): Promise<void> {
  const Statement = [
    {
      Sid: 'SupabaseToAwsFence',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:PutObject', 's3:DeleteObject'],
      Resource: 'arn:aws:s3:::s3-images/*',
    },
  ]
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
  await sides.s3.send(new PutBucketPolicyCommand({ Bucket: 's3-images', Policy }))
}
