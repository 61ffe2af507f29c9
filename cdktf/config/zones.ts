import type { Target } from './target'

/** Regions in which a new account does not get a, b and c, and what it gets instead. */
const OTHER_LETTERS: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'acd',
  'ca-central-1': 'abd',
}

/**
 * Letters of the availability zones of an environment, in order. Fixed, not looked up: a subnet that has its place from
 * a list that AWS may order anew would be replaced by a plan nobody asked for, and a plan without credentials shows it too.
 * A limit: us-west-1 gives each account two zones of its own choice, which may not be a and b.
 */
export function zoneLetters({ environment }: Pick<Target, 'environment'>): string[] {
  const letters = OTHER_LETTERS[environment.region] ?? 'abc'
  return Array.from(letters.slice(0, environment.network.zones))
}
