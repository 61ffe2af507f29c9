import {
  ENCODED_ENTRY,
  fromS3Metadata,
  toS3Metadata,
  type JsonObject,
} from '../../../services/shared/storage/metadata'

const REPRESENTABLE: JsonObject[] = [
  { a: 'b' },
  { project: '42', 'scene-no': '7', x_y: 'two words', 'a.b': '!~' },
]

const ENCODED: [string, JsonObject][] = [
  ['nothing in it', {}],
  ['upper case in a name', { Project: 'x' }],
  ['names that differ by case', { a: '1', A: '2' }],
  ['a number, a boolean, null', { n: 1, f: 1.5, t: true, z: null }],
  ['nesting', { deep: { list: [1, 'a', { b: null }] } }],
  ['non-ASCII', { title: 'Ünïcödé', name: '映画', emoji: '🎬' }],
  ['a non-ASCII name', { größe: 'x' }],
  ['an empty value and an empty name', { empty: '', '': 'x' }],
  ['outer and double spaces', { a: ' x', b: 'x ', c: 'a  b', d: '\t', e: 'a\nb' }],
  ['what looks like an encoded word', { a: '=?UTF-8?B?w7w=?=' }],
  ['our own entry', { [ENCODED_ENTRY]: 'x' }],
  ['names of object properties', { constructor: 'x', toString: 'y', hasOwnProperty: 1 }],
  ['a name with a colon', { 'a:b': 'x' }],
]

const sent = (value: JsonObject | null): Record<string, string> => toS3Metadata(value).metadata

describe('user metadata on S3', () => {
  it.each(REPRESENTABLE)('is kept as it is where S3 can hold it: %j', (value) => {
    expect(sent(value)).toEqual(value)
  })

  it('has no entry at all where there is none', () => {
    expect(sent(null)).toEqual({})
    expect(fromS3Metadata({})).toBeNull()
  })

  it.each([...REPRESENTABLE.map((value): [string, JsonObject] => ['plain values', value]), ...ENCODED])(
    'comes back exactly: %s',
    (_, value) => {
      expect(fromS3Metadata(sent(value))).toEqual(value)
      const mixed: JsonObject = { ...value, plain: 'kept' }
      expect(fromS3Metadata(sent(mixed))).toEqual(mixed)
      expect(sent(mixed)['plain']).toBe('kept')
    },
  )

  it.each(ENCODED)('is lower-case printable ASCII on the way, as HTTP wants it: %s', (_, value) => {
    for (const [name, text] of Object.entries(sent(value))) {
      expect(name).toMatch(/^[a-z0-9._-]+$/)
      expect(text).toMatch(/^[!-~]+$/)
    }
  })

  it('keeps a name that JavaScript treats specially', () => {
    const value = JSON.parse('{"__proto__": {"a": 1}, "b": 2}') as JsonObject
    expect(JSON.stringify(fromS3Metadata(sent(value)))).toBe(JSON.stringify(value))
  })

  it('overflows beyond 2 KB, and only then', () => {
    const fits = 'x'.repeat(2_048 - 'x-amz-meta-a'.length)
    expect(toS3Metadata({ a: fits })).toEqual({ metadata: { a: fits }, overflow: false })
    expect(toS3Metadata({ a: `${fits}x` })).toEqual({ metadata: {}, overflow: true })
    expect(toS3Metadata({ A: fits }).overflow).toBe(true)
  })

  it.each(['not base64 JSON', Buffer.from('[1]').toString('base64url')])(
    "takes somebody else's entry under our name as a plain one: %s",
    (text) => {
      expect(fromS3Metadata({ [ENCODED_ENTRY]: text })).toEqual({ [ENCODED_ENTRY]: text })
    },
  )
})
