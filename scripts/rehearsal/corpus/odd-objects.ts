import { filler } from './filler'
import type { CorpusObject } from './corpus-object'

const LONG_SEGMENT = 'l'.repeat(120)

/** Keys that Supabase takes and tools lose: see facts in docs about `//`, slashes at the ends, reserved characters. */
const ODD_KEYS: readonly string[] = [
  'odd/a//b.png',
  'odd//double//twice.png',
  'odd/triple///slash.png',
  '/leading-slash.png',
  '//two-leading-slashes.png',
  'odd/trailing-slash/',
  'odd/trailing-slash//',
  'odd/trailing-slash', // beside the one with the slash: a file and a folder of one name
  'odd/with space.png',
  'odd/ leading space.png',
  'odd/trailing space.png ',
  'odd/two  spaces.png',
  ' /space as a folder.png',
  'odd/plus+plus.png',
  'odd/percent-look=41.png',
  'odd/question?mark=1&and=2.png',
  'odd/amp&ersand.png',
  "odd/apostrophe's.png",
  'odd/(parentheses).png',
  'odd/exclamation!.png',
  'odd/star*.png',
  'odd/dollar$.png',
  'odd/at@home.png',
  'odd/semi;colon.png',
  'odd/co:lon.png',
  'odd/com,ma.png',
  'odd/equals=.png',
  'odd/-hyphen-first.png',
  'odd/_underscore_.png',
  'odd/dots...png',
  'odd/.hidden',
  'odd/no-extension',
  'odd/UPPER.PNG',
  'odd/upper.png',
  'odd/Upper.Png',
  "odd/all !*'() &$=@;:+,?-_.png",
  'odd/0',
  'odd/00',
  'odd/10',
  'odd/9',
  'odd/A',
  'odd/a',
  'odd/null',
  'odd/undefined',
  'odd/true',
  `odd/${LONG_SEGMENT}/${LONG_SEGMENT}/${LONG_SEGMENT}/long.png`,
]

const USER_METADATA: readonly Record<string, unknown>[] = [
  {},
  { title: 'Übergröße – naïve café', Tags: ['ä', '日本'] },
  { nested: { deep: { list: [1, 2.5, null, true] } }, n: 1 },
  { 'Mixed-Case': 'kept', empty: '' },
]

const HTML = '<!doctype html><title>Storyboard</title><p>Grüße</p>\n'
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>\n'
const ODD_BYTES = 1024

/** Odd but legal keys, types, cache headers and metadata: small objects of the two image buckets. */
export function oddObjects(first: number): CorpusObject[] {
  const keys = ODD_KEYS.map((key, index) => {
    const bytes = Buffer.concat([...filler(ODD_BYTES + index, first + index)])
    const metadata = USER_METADATA[index % USER_METADATA.length]
    return object(['images', key], bytes, { userMetadata: metadata ?? {}, contentType: 'image/png' })
  })
  return [
    ...keys,
    object(['images', 'project_empty/.emptyFolderPlaceholder'], Buffer.alloc(0), {
      contentType: 'text/plain',
    }),
    object(['asset-images', 'project_empty/branch_main/.emptyFolderPlaceholder'], Buffer.alloc(0), {}),
    object(['asset-images', 'odd/empty.bin'], Buffer.alloc(0), {}),
    object(['asset-images', 'odd/one-byte.bin'], Buffer.from([0]), {}),
    object(['asset-images', 'odd/page.html'], Buffer.from(HTML), { contentType: 'text/html; charset=utf-8' }),
    object(['asset-images', 'odd/logo.svg'], Buffer.from(SVG), { contentType: 'image/svg+xml' }),
    object(['asset-images', 'odd/for-ever.png'], Buffer.from('for ever'), {
      contentType: 'image/png',
      cacheControl: 'public, max-age=31536000, immutable',
    }),
    object(['asset-images', 'odd/never.json'], Buffer.from('{"cached":false}'), {
      contentType: 'application/json',
      cacheControl: 'no-store',
      userMetadata: { source: 'import', ключ: 'значение' },
    }),
  ]
}

function object(
  [bucket, key]: [string, string],
  bytes: Buffer,
  given: Partial<Pick<CorpusObject, 'contentType' | 'cacheControl' | 'userMetadata'>>,
): CorpusObject {
  return {
    bucket,
    key,
    contentType: 'application/octet-stream',
    cacheControl: 'max-age=3600',
    userMetadata: {},
    ...given,
    size: bytes.length,
    body: () => bytes,
  }
}
