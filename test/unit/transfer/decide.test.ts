import type { RecordedCopy, SourceObject, TargetEntry } from '../../../scripts/adapters/ports'
import { decideHome } from '../../../scripts/transfer/carry-home'
import { decide, type Pair } from '../../../scripts/transfer/objects'

const object: SourceObject = {
  key: 'k',
  fingerprint: 'f1',
  size: 1,
  md5: null,
  contentType: 'image/png',
  cacheControl: 'no-cache',
  userMetadata: null,
}
const copy: RecordedCopy = {
  fingerprint: 'f1',
  targetVersion: 'v1',
  sha256: 's',
  size: 1,
  keptMetadata: null,
  copiedAt: '2026-01-01T00:00:00.000Z',
}
const there: TargetEntry = { key: 'k', version: 'v1', deleted: false, size: 1 }

interface Case {
  name: string
  object?: SourceObject
  copy?: RecordedCopy
  target?: TargetEntry
  out: ReturnType<typeof decide>
  home: ReturnType<typeof decideHome>
}

const CASES: Case[] = [
  { name: 'only the source has it', object, out: 'copy', home: 'unexplained' },
  { name: 'copied and untouched', object, copy, target: there, out: 'same', home: 'same' },
  { name: 'copied, record lost', object, target: there, out: 'copy', home: 'change' },
  {
    name: 'changed at the source since',
    object: { ...object, fingerprint: 'f2' },
    copy,
    target: there,
    out: 'copy',
    home: 'change',
  },
  {
    name: 'overwritten on AWS',
    object,
    copy,
    target: { ...there, version: 'v2' },
    out: 'copy',
    home: 'change',
  },
  {
    name: 'deleted on AWS',
    object,
    copy,
    target: { ...there, version: 'm', deleted: true },
    out: 'copy',
    home: 'remove',
  },
  { name: 'vanished on AWS without a delete marker', object, copy, out: 'copy', home: 'unexplained' },
  { name: 'deleted at the source since', copy, target: there, out: 'remove', home: 'add' },
  {
    name: 'deleted at the source, overwritten on AWS',
    copy,
    target: { ...there, version: 'v2' },
    out: 'foreign',
    home: 'add',
  },
  { name: 'deleted on both sides', copy, target: { ...there, deleted: true }, out: 'forget', home: 'forget' },
  { name: 'born on AWS', target: there, out: 'foreign', home: 'add' },
  { name: 'born and deleted on AWS', target: { ...there, deleted: true }, out: 'nothing', home: 'nothing' },
]

describe('what is done for one key', () => {
  it.each(CASES)('$name: out $out, home $home', ({ object: row, copy: record, target, out, home }) => {
    const left = row || record ? { key: 'k', object: row, copy: record } : undefined
    const pair: Pair = { key: 'k', left, right: target }
    expect([decide(pair), decideHome(pair)]).toEqual([out, home])
  })
})
