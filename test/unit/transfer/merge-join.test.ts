import { mergeJoin } from '../../../scripts/transfer/merge-join'

async function* items(...keys: string[]): AsyncGenerator<{ key: string }> {
  for (const key of keys) yield { key }
}

async function join(left: string[], right: string[]): Promise<string[]> {
  const rows: string[] = []
  for await (const row of mergeJoin(items(...left), items(...right))) {
    rows.push(`${row.left ? row.key : '-'}|${row.right ? row.key : '-'}`)
  }
  return rows
}

describe('the merge-join', () => {
  it.each([
    [[], [], []],
    [['a'], [], ['a|-']],
    [[], ['a'], ['-|a']],
    [
      ['a', 'c'],
      ['b', 'c', 'd'],
      ['a|-', '-|b', 'c|c', '-|d'],
    ],
    // By bytes: capitals before small letters, `/` before digits, and beyond the basic plane after U+FFFD.
    [
      ['A', 'a/b', 'a0', '\uFFFD', '😀'],
      ['a/b', '😀'],
      ['A|-', 'a/b|a/b', 'a0|-', '\uFFFD|-', '😀|😀'],
    ],
  ])('joins %j and %j', async (left, right, expected) => {
    expect(await join(left, right)).toEqual(expected)
  })

  it.each([
    [['b', 'a'], []],
    [['a', 'a'], []],
    [['a'], ['b', 'B']],
    // UTF-16 order, which is not the order of S3.
    [['😀', '\uFFFD'], []],
  ])('fails when %j or %j is not in byte order', async (left, right) => {
    await expect(join(left, right)).rejects.toThrow('not in byte order')
  })
})
