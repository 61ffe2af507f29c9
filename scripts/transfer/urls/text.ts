import { decide, type UrlFinding } from './decide'
import { urlFinder, type FoundUrl } from './find'
import { bucketsByDomain, type UrlMapping } from './mapping'
import { encodeLike, isNested, SLASH } from './notation'

/** What a pass over one text found, and the text after it. */
export interface TextResult {
  text: string
  findings: UrlFinding[]
}

export type TextPass = (text: string) => TextResult

/** Storage's path without a host: Storage answers such paths itself, and only the application knows what it adds. */
const RELATIVE = new RegExp(
  String.raw`(?<![\w.:-])(?<slash>${SLASH})storage\k<slash>v1\k<slash>(?:object|render)\k<slash>[^\s"'<>]*`,
  'gi',
)

const EXTENSION = /\.\w{1,5}$/
const SPACED_REMAINDER = /^ [\w/%!.*'() &$=@;:+,-]*\.\w{1,5}$/

/** Towards AWS: public URLs become CDN URLs; every other Storage URL is found and left alone. */
export function towardsAws(mapping: UrlMapping): TextPass {
  bucketsByDomain(mapping)
  const find = urlFinder(mapping.hosts, ['storage', 'v1'])
  return (text) => {
    const findings = wholeValue(text, find(text)).map((url) => decide(url, mapping))
    return { text: replaceAll(text, findings), findings: [...findings, ...relativeUrls(text)] }
  }
}

/** Back home: CDN URLs become the project's public URLs, for values that no record restores exactly. */
export function towardsSource(mapping: UrlMapping): TextPass {
  const buckets = bucketsByDomain(mapping)
  const find = urlFinder([...buckets.keys()], [])
  const project = new URL(mapping.projectUrl)
  return (text) => {
    const findings = find(text).flatMap((url) => {
      const bucket = buckets.get(url.host.toLowerCase())
      return bucket === undefined ? [] : [homeward(url, bucket, project)]
    })
    return { text: replaceAll(text, findings), findings }
  }
}

/** A value that is one URL with a raw space in its key: `https://…/my file.png`, but not `https://…/a.png is new.` */
function wholeValue(text: string, urls: FoundUrl[]): FoundUrl[] {
  const [url] = urls
  if (url?.start !== 0 || urls.length > 1 || EXTENSION.test(url.rest)) return urls
  const remainder = text.slice(url.end)
  return SPACED_REMAINDER.test(remainder) ? [{ ...url, end: text.length, rest: url.rest + remainder }] : urls
}

function homeward(url: FoundUrl, bucket: string, project: URL): UrlFinding {
  const { slash, scheme, lead, rest, start, end } = url
  const host = isNested(slash) ? encodeURIComponent(project.host) : project.host
  const path = ['storage', 'v1', 'object', 'public', encodeLike(bucket, slash)].join(slash)
  const newScheme = scheme === '' ? '' : project.protocol.slice(0, -1) + scheme.replace(/^https?/i, '')
  return {
    kind: 'public',
    start,
    end,
    bucket,
    replacement: `${newScheme}${lead}${host}${slash}${path}${slash}${rest}`,
  }
}

function relativeUrls(text: string): UrlFinding[] {
  return [...text.matchAll(RELATIVE)].map((match) => ({
    kind: 'relative',
    start: match.index,
    end: match.index + match[0].length,
  }))
}

function replaceAll(text: string, findings: readonly UrlFinding[]): string {
  let result = ''
  let at = 0
  for (const { start, end, replacement } of findings) {
    if (replacement === undefined) continue
    result += text.slice(at, start) + replacement
    at = end
  }
  return result + text.slice(at)
}
