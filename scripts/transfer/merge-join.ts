/** One key with what each side has of it. */
export interface Joined<Left, Right> {
  key: string
  left: Left | undefined
  right: Right | undefined
}

/**
 * Joins two streams that are each in byte order of `key`, holding one item of each: constant memory, any length.
 * @throws Error where a stream is not in strict order, because the join would then be wrong without a sign.
 */
export async function* mergeJoin<Left extends { key: string }, Right extends { key: string }>(
  left: AsyncIterable<Left>,
  right: AsyncIterable<Right>,
): AsyncIterable<Joined<Left, Right>> {
  const lefts = ordered(left, 'source')
  const rights = ordered(right, 'target')
  try {
    let l = await lefts.next()
    let r = await rights.next()
    while (l.done !== true || r.done !== true) {
      const order = l.done === true ? 1 : r.done === true ? -1 : compareKeys(l.value.key, r.value.key)
      const takenLeft = order <= 0 && l.done !== true ? l.value : undefined
      const takenRight = order >= 0 && r.done !== true ? r.value : undefined
      yield { key: keyOf(takenLeft ?? takenRight), left: takenLeft, right: takenRight }
      if (takenLeft) l = await lefts.next()
      if (takenRight) r = await rights.next()
    }
  } finally {
    await lefts.return(undefined)
    await rights.return(undefined)
  }
}

/** Byte order of the UTF-8 text, as S3 lists and PostgreSQL's "C" collation sorts. */
function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function keyOf(item: { key: string } | undefined): string {
  if (!item) throw new Error('a joined pair has at least one side')
  return item.key
}

async function* ordered<Item extends { key: string }>(
  items: AsyncIterable<Item>,
  side: string,
): AsyncGenerator<Item> {
  let previous: string | undefined
  for await (const item of items) {
    if (previous !== undefined && compareKeys(previous, item.key) >= 0) {
      throw new Error(`the ${side} listing is not in byte order: "${item.key}" came after "${previous}"`)
    }
    previous = item.key
    yield item
  }
}
