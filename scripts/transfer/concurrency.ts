export interface ConcurrencyLimits {
  /** How many items are in work at once. */
  items: number
  /** How many bytes are in work at once; an item larger than this goes alone. */
  bytes: number
}

/**
 * Runs `work` over a stream with bounded concurrency, counted in items and in bytes, so that memory stays bounded
 * whatever the sizes. The first failure (of the work, of the stream, or `signal`) stops taking new items and is thrown
 * when those in work have ended: nothing goes on behind the caller's back.
 */
export async function forEachConcurrently<Item>(
  items: AsyncIterable<Item>,
  limits: ConcurrencyLimits & { sizeOf: (item: Item) => number; signal?: AbortSignal | undefined },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  let bytes = 0
  try {
    for await (const item of items) {
      const size = limits.sizeOf(item)
      while (running.size >= limits.items || (running.size > 0 && bytes + size > limits.bytes))
        await Promise.race(running)
      limits.signal?.throwIfAborted()
      if (failures.length > 0) break
      bytes += size
      const task: Promise<void> = work(item)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => {
          bytes -= size
          running.delete(task)
        })
      running.add(task)
    }
  } finally {
    await Promise.all(running)
  }
  if (failures.length > 0) throw failures[0]
}
