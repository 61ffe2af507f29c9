import { bucketsByDomain, type UrlMapping } from './mapping'

/**
 * POSIX patterns (case-insensitive) for the server: rows that can hold a URL. Wider than the real search, never
 * narrower: a host is spelled the same in every notation, but its port is not, and relative URLs have none.
 */
export function patternTowardsAws(mapping: UrlMapping): string {
  const hosts = mapping.hosts.map((host) => escapePosix(host.replace(/:\d+$/, '')))
  return [...hosts, 'storage.{1,8}v1.{1,8}(object|render)'].join('|')
}

export function patternTowardsSource(mapping: UrlMapping): string | null {
  const domains = [...bucketsByDomain(mapping).keys()].map(escapePosix)
  return domains.length === 0 ? null : domains.join('|')
}

function escapePosix(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
