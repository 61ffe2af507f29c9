import { setTimeout as sleep } from 'node:timers/promises'
import { forEachConcurrently } from '../../../scripts/transfer/concurrency'

const LIMITS = { items: 4, bytes: 100, sizeOf: () => 1 }

async function* numbers(count: number, end?: () => void): AsyncGenerator<number> {
  try {
    for (let n = 0; n < count; n += 1) yield n
  } finally {
    end?.()
  }
}

describe('forEachConcurrently', () => {
  it('ends no earlier than the work in hand, when the listing itself fails', async () => {
    let inWork = 0
    async function* broken(): AsyncGenerator<number> {
      yield* numbers(3)
      throw new Error('the listing broke')
    }
    const work = async (): Promise<void> => {
      inWork += 1
      await sleep(20)
      inWork -= 1
    }
    await expect(forEachConcurrently(broken(), LIMITS, work)).rejects.toThrow('the listing broke')
    expect(inWork).toBe(0)
  })

  it('takes nothing more after a failure, waits for the rest and closes the listing', async () => {
    let [done, closed] = [0, false]
    const listing = numbers(1_000, () => (closed = true))
    const work = async (n: number): Promise<void> => {
      if (n === 2) throw new Error('the third failed')
      await sleep(5)
      done += 1
    }
    await expect(forEachConcurrently(listing, LIMITS, work)).rejects.toThrow('the third failed')
    expect(closed).toBe(true)
    expect(done).toBeLessThan(10)
  })

  it('stops at the next item when it is told to', async () => {
    const stop = new AbortController()
    let done = 0
    const work = async (n: number): Promise<void> => {
      if (n === 5) stop.abort(new Error('the lease is lost'))
      done += 1
    }
    const limits = { ...LIMITS, items: 1, signal: stop.signal }
    await expect(forEachConcurrently(numbers(1_000), limits, work)).rejects.toThrow('the lease is lost')
    expect(done).toBe(6)
  })
})
