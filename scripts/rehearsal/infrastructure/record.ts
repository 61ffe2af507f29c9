import type { InfrastructureStack } from '../../report/schema-infrastructure'
import { holdsData } from './data-stores'
import { resourcesOf, type SynthesizedStack } from './stacks'

/** What is known of a stack while the rehearsal goes on; the report takes it as it is in the end. */
export type StackRecord = InfrastructureStack

/** A record in which nothing has happened yet. */
export function emptyRecord(stack: SynthesizedStack): StackRecord {
  const resources = resourcesOf(stack.configuration)
  const stores = resources.filter(({ type }) => holdsData(type))
  return {
    name: stack.name,
    system: stack.target.system.name,
    resources: resources.length,
    stores: stores.map(({ address }) => address),
    unprotected: stores.filter(({ block }) => !preventsDestroy(block)).map(({ address }) => address),
    apply: { outcome: 'skipped', seconds: 0, initSeconds: 0, imported: 0, added: 0 },
    secondPlan: { outcome: 'skipped', seconds: 0, changes: [] },
    refusal: { outcome: 'skipped', seconds: 0, resources: [] },
    lifted: { outcome: 'skipped', seconds: 0, resources: [] },
    destroy: { outcome: 'skipped', seconds: 0, destroyed: 0 },
  }
}

function preventsDestroy({ lifecycle }: Record<string, unknown>): boolean {
  return (
    typeof lifecycle === 'object' &&
    lifecycle !== null &&
    'prevent_destroy' in lifecycle &&
    lifecycle.prevent_destroy === true
  )
}
