import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Ledger,
  readLedger,
  type LedgerEntry,
  type ObjectContent,
} from '../../../scripts/rehearsal/application/ledger'
import { checkLedger } from '../../../scripts/rehearsal/application/ledger-check'

const at = '2026-01-01T00:00:00.000Z'
const done = { side: 'source', epoch: 0 }
const content = (version: string): ObjectContent => ({ sha256: version, size: 3, contentType: 'image/png' })

function put(key: string, version: string, state: 'begin' | 'done' | 'failed'): LedgerEntry {
  const entry = { op: 'put' as const, bucket: 'images', key, at, ...content(version) }
  return state === 'done' ? { ...entry, state, ...done } : { ...entry, state }
}

function remove(key: string, state: 'begin' | 'done' | 'failed'): LedgerEntry {
  const entry = { op: 'remove' as const, bucket: 'images', key, at }
  return state === 'done' ? { ...entry, state, ...done } : { ...entry, state }
}

const row = (id: string, key: string): LedgerEntry => ({
  ...{ op: 'row', state: 'done', bucket: 'images', key, at, table: 'frames', column: 'image_url', id },
})

/** What is there, as key -> version. */
function check(
  ledger: LedgerEntry[],
  there: Record<string, string>,
  more: Partial<Parameters<typeof checkLedger>[0]> = {},
): ReturnType<typeof checkLedger> {
  const read = async (_: string, key: string): Promise<ObjectContent | null> => {
    const version = there[key]
    return version === undefined ? null : content(version)
  }
  return checkLedger({ ledger, read, ...more })
}

const CLEAN = { lost: 0, resurrected: 0, wrong: 0, doubled: 0, differences: [] }

describe('checking the ledger', () => {
  it('is content with the last acknowledged state of each key', async () => {
    const ledger = [put('a', '1', 'done'), put('a', '2', 'done'), put('b', '1', 'done'), remove('b', 'done')]
    expect(await check(ledger, { a: '2' })).toMatchObject({ ...CLEAN, checked: 2 })
  })

  it.each([
    ['lost', [put('a', '1', 'done')], {}],
    ['resurrected', [put('a', '1', 'done'), remove('a', 'done')], { a: '1' }],
    ['wrong', [put('a', '1', 'done'), put('a', '2', 'done')], { a: '1' }],
  ] as const)('finds what is %s', async (kind, ledger, there) => {
    const result = await check([...ledger], there)
    expect(result).toMatchObject({ [kind]: 1, differences: [{ kind, bucket: 'images', key: 'a' }] })
  })

  it('finds another content type', async () => {
    const read = async (): Promise<ObjectContent> => ({ ...content('1'), contentType: 'binary/octet-stream' })
    expect(await check([put('a', '1', 'done')], {}, { read })).toMatchObject({ wrong: 1 })
  })

  it('takes an operation that was begun for done or not done, since nobody can know', async () => {
    const ledger = [
      put('a', '1', 'done'),
      put('a', '2', 'begin'),
      put('b', '1', 'done'),
      remove('b', 'begin'),
      remove('b', 'failed'),
    ]
    expect(await check(ledger, { a: '1', b: '1' })).toMatchObject(CLEAN)
    expect(await check(ledger, { a: '2' })).toMatchObject(CLEAN)
    expect(await check(ledger, { a: '3', b: '1' })).toMatchObject({ wrong: 1 })
  })

  it('expects nothing of a key of which nothing was acknowledged', async () => {
    expect(await check([put('a', '1', 'begin')], { a: 'x' })).toMatchObject({ ...CLEAN, checked: 0 })
  })

  it('forgets what was begun before the last acknowledgement', async () => {
    const ledger = [
      put('a', '1', 'begin'),
      put('a', '1', 'failed'),
      put('a', '2', 'begin'),
      put('a', '2', 'done'),
    ]
    expect(await check(ledger, { a: '1' })).toMatchObject({ wrong: 1 })
  })

  it('finds objects under keys that were never written', async () => {
    const list = async (): Promise<string[]> => ['a b', 'a%20b']
    expect(await check([put('a b', '1', 'done')], { 'a b': '1' }, { list })).toMatchObject({
      doubled: 1,
      differences: [{ kind: 'doubled', key: 'a%20b' }],
    })
  })

  it('follows the last row of each place to its object', async () => {
    const ledger = [row('1', 'old'), row('1', 'a b.png'), row('2', 'x.png'), row('3', 'y.png')]
    const values: Record<string, string | null> = {
      '1': 'https://d1.example/a%20b.png?t=1',
      '2': 'https://d1.example/other.png',
      '3': null,
    }
    const readRow = async ({ id }: { id: string }): Promise<string | null> => values[id] ?? null
    expect(await check(ledger, {}, { readRow })).toMatchObject({ rows: 3, wrong: 1, lost: 1, checked: 0 })
  })
})

describe('the ledger', () => {
  it('comes back as it was written, without a line that was being written at the end', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'ledger-'))
    const path = join(dir, 'ledger.jsonl')
    const entries = [put('a', '1', 'begin'), put('a', '1', 'done'), remove('a', 'failed'), row('1', 'a')]
    const ledger = await Ledger.open(path)
    for (const entry of entries) await ledger.append(entry)
    await ledger.close()
    await appendFile(path, '{"op":"put","sta')
    expect(await readLedger(path)).toEqual(entries)
    await rm(dir, { recursive: true })
  })
})
