import { createHash } from 'node:crypto'

const HASH_LENGTH = 8

/**
 * A name cut to what AWS takes, for example 32 characters for a target group. What is cut off leaves a hash of the whole
 * name behind, so two long names stay two names.
 */
export function shortName(name: string, maxLength: number): string {
  if (name.length <= maxLength) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH)
  const kept = name.slice(0, maxLength - HASH_LENGTH - 1).replace(/-+$/, '')
  return `${kept}-${hash}`
}
