import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { asValues, valueAt } from '../resources/resource'

/** By these AWS's bill is split, and by the first two the permissions of workflows are limited. */
const REQUIRED = ['system', 'environment', 'managed-by'] as const

export const everythingTagged: Rule = {
  id: 'everything-tagged',
  title: 'Everything says which system and environment it belongs to',
  row: 'own',
  severity: 'low',
  appliesTo: ['provider'],
  fix: 'Set default_tags with system, environment and managed-by.',
  check: ({ path, values }) =>
    isAws(path)
      ? REQUIRED.flatMap((name) =>
          mustBeSet(asValues(valueAt(values, 'default_tags.tags')) ?? {}, name, 'a tag'),
        )
      : [],
}

function isAws(path: string): boolean {
  return path === 'aws' || path.startsWith('aws.')
}
