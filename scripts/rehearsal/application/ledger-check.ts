import type { LedgerEntry, ObjectContent, RowEntry } from './ledger'

export type LedgerFault = 'lost' | 'resurrected' | 'wrong' | 'doubled'

export interface LedgerDifference {
  kind: LedgerFault
  bucket: string
  key: string
  detail: string
}

export interface LedgerCheck {
  /** Keys with an acknowledged operation. */
  checked: number
  /** Rows whose object was looked up. */
  rows: number
  lost: number
  resurrected: number
  wrong: number
  doubled: number
  differences: LedgerDifference[]
}

export interface CheckLedgerOptions {
  ledger: readonly LedgerEntry[]
  /** The object as the world has it now, or null. */
  read: (bucket: string, key: string) => Promise<ObjectContent | null>
  /** Keys of a bucket that the application made; without it nothing can be found doubled. */
  list?: (bucket: string) => Promise<readonly string[]>
  /** The text a row has in the column now, or null where there is no such row. Without it rows are not looked at. */
  readRow?: (row: RowEntry) => Promise<string | null>
  /** @default 16 */
  concurrency?: number
}

/**
 * Compares what is there with what the application was told. Per key the last acknowledged state must be there, or
 * that of a later operation that was begun and not acknowledged: nobody can know whether such a one took effect.
 */
export async function checkLedger(options: CheckLedgerOptions): Promise<LedgerCheck> {
  const keys = expectedKeys(options.ledger)
  const acknowledged = [...keys.values()].filter(({ last }) => last !== undefined)
  const differences: LedgerDifference[] = []
  const note = (found: LedgerDifference | null): void => {
    if (found) differences.push(found)
  }
  const concurrency = options.concurrency ?? 16
  await each(acknowledged, concurrency, async (expected) => note(await checkKey(expected, options)))
  for (const found of await doubledKeys(keys, options)) note(found)
  const rows = options.readRow ? lastRows(options.ledger) : []
  await each(rows, concurrency, async (row) => note(await checkRow(row, options)))
  const count = (kind: LedgerFault): number =>
    differences.filter((difference) => difference.kind === kind).length
  return {
    ...{ checked: acknowledged.length, rows: rows.length, differences },
    ...{
      lost: count('lost'),
      resurrected: count('resurrected'),
      wrong: count('wrong'),
      doubled: count('doubled'),
    },
  }
}

/** null: the object is removed. */
type State = ObjectContent | null

interface Expected {
  bucket: string
  key: string
  last: State | undefined
  begun: State[]
}

function expectedKeys(ledger: readonly LedgerEntry[]): Map<string, Expected> {
  const keys = new Map<string, Expected>()
  for (const entry of ledger) {
    if (entry.op === 'row') continue
    const { bucket, key } = entry
    const id = idOf(bucket, key)
    const expected = keys.get(id) ?? { bucket, key, last: undefined, begun: [] }
    keys.set(id, expected)
    const state = entry.op === 'put' ? contentOf(entry) : null
    if (entry.state === 'begin') expected.begun.push(state)
    if (entry.state === 'done') Object.assign(expected, { last: state, begun: [] })
  }
  return keys
}

async function checkKey(expected: Expected, { read }: CheckLedgerOptions): Promise<LedgerDifference | null> {
  const { bucket, key, last, begun } = expected
  const found = await read(bucket, key)
  if (last === undefined || [last, ...begun].some((state) => isSame(state, found))) return null
  if (found === null) return { kind: 'lost', bucket, key, detail: `expected ${describe(last)}` }
  if (last === null)
    return { kind: 'resurrected', bucket, key, detail: `removed, yet there: ${describe(found)}` }
  return { kind: 'wrong', bucket, key, detail: `expected ${describe(last)}, found ${describe(found)}` }
}

/** An object under a key that the application never wrote, such as one with its escapes left in. */
async function doubledKeys(
  keys: ReadonlyMap<string, Expected>,
  { list }: CheckLedgerOptions,
): Promise<LedgerDifference[]> {
  if (!list) return []
  const found: LedgerDifference[] = []
  for (const bucket of new Set([...keys.values()].map((expected) => expected.bucket))) {
    for (const key of await list(bucket)) {
      if (keys.has(idOf(bucket, key))) continue
      found.push({ kind: 'doubled', bucket, key, detail: 'the application never wrote this key' })
    }
  }
  return found
}

/** A column is written many times: the last one counts. */
function lastRows(ledger: readonly LedgerEntry[]): RowEntry[] {
  const rows = new Map<string, RowEntry>()
  for (const entry of ledger) {
    if (entry.op === 'row') rows.set(JSON.stringify([entry.table, entry.id, entry.column]), entry)
  }
  return [...rows.values()]
}

async function checkRow(row: RowEntry, { readRow }: CheckLedgerOptions): Promise<LedgerDifference | null> {
  const { bucket, key, table, id, column } = row
  const value = (await readRow?.(row)) ?? null
  const place = `${table}.${column} of ${id}`
  if (value === null) return { kind: 'lost', bucket, key, detail: `${place} holds nothing` }
  return namesKey(value, key) ? null : { kind: 'wrong', bucket, key, detail: `${place} holds ${value}` }
}

/** Whichever side a URL points to, its path ends with the key. */
function namesKey(value: string, key: string): boolean {
  const path = value.replace(/[?#].*$/s, '')
  return path.endsWith(key) || decodeURIComponent(path).endsWith(key)
}

async function each<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
}

function isSame(a: State, b: State): boolean {
  if (a === null || b === null) return a === b
  return a.sha256 === b.sha256 && a.size === b.size && a.contentType === b.contentType
}

function contentOf({ sha256, size, contentType }: ObjectContent): ObjectContent {
  return { sha256, size, contentType }
}

function describe(content: State): string {
  if (content === null) return 'nothing'
  return `${content.size} bytes of ${content.contentType}, sha256 ${content.sha256.slice(0, 12)}…`
}

function idOf(bucket: string, key: string): string {
  return JSON.stringify([bucket, key])
}
