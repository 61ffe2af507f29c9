import type { InfrastructureReport } from '../../report/schema-infrastructure'

/** Path of overlay's inventory module. */
const INVENTORY_PATH = '/rehearsal/inventory'

/** What AWS keeps as well after a destroy, and why. The first pattern that fits is the reason. */
const KEPT: readonly { pattern: RegExp; reason: string }[] = [
  { pattern: /^kms keys /, reason: 'AWS deletes a key 7 to 30 days after Terraform asked for it' },
  { pattern: /^ecs task_definitions /, reason: 'a revision that is deregistered stays, inactive' },
  { pattern: /^ecs (services|clusters) /, reason: 'inactive; AWS forgets it after a while' },
]

type Left = NonNullable<InfrastructureReport['left']>

/** Everything that exists in the emulator, by service and name. */
export async function takeInventory(endpoint: string): Promise<ReadonlySet<string>> {
  const response = await fetch(`${endpoint}${INVENTORY_PATH}`)
  if (!response.ok) throw new Error(`the inventory answered ${response.status}`)
  const { things } = (await response.json()) as { things: string[] }
  return new Set(things)
}

/** What is there now and was not before. */
export function leftSince(before: ReadonlySet<string>, now: ReadonlySet<string>): Left {
  return [...now]
    .filter((name) => !before.has(name))
    .map((name) => ({ name, reason: KEPT.find(({ pattern }) => pattern.test(name))?.reason ?? null }))
}
