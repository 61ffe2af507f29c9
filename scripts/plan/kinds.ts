import { MigrateError } from '../engine/errors'
import type { RawResource } from './schema'

export type ChangeKind = 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'move' | 'import' | 'read'

const KIND_OF_ACTIONS: ReadonlyMap<string, ChangeKind> = new Map([
  ['create', 'create'],
  ['update', 'update'],
  ['delete', 'delete'],
  ['delete,create', 'replace'],
  ['create,delete', 'replace'],
  // The old object stays in the account and leaves the state: what it holds is not lost.
  ['create,forget', 'replace'],
  ['forget', 'forget'],
  ['read', 'read'],
])

/** What the plan does to this resource; nothing for a no-op that is neither moved nor imported. */
export function changeKind(raw: RawResource): ChangeKind | undefined {
  const actions = raw.change.actions.join()
  if (actions === 'no-op') {
    if (raw.change.importing) return 'import'
    return raw.previous_address !== undefined && raw.previous_address !== raw.address ? 'move' : undefined
  }
  const kind = KIND_OF_ACTIONS.get(actions)
  if (kind !== undefined) return kind
  // An action we do not know must not pass for "nothing happens".
  throw new MigrateError(
    'TERRAFORM_FAILED',
    `${raw.address}: the plan has an action we cannot read: ${actions}.`,
    {
      data: { address: raw.address, actions },
      suggestion: 'Use the Terraform version this repository is tested with (see README).',
    },
  )
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['replace_because_cannot_update', 'cannot be updated in place'],
  ['replace_because_tainted', 'marked as tainted'],
  ['replace_by_request', 'asked for with -replace'],
  ['replace_by_triggers', 'replace_triggered_by'],
  ['delete_because_no_resource_config', 'no longer in the configuration'],
  ['delete_because_wrong_repetition', 'count or for_each was added or removed'],
  ['delete_because_count_index', 'index beyond count'],
  ['delete_because_each_key', 'key no longer in for_each'],
  ['delete_because_no_module', 'its module is no longer in the configuration'],
  ['delete_because_no_move_target', 'moved to an address that does not exist'],
  ['read_because_config_unknown', 'its arguments are known after apply'],
  ['read_because_dependency_pending', 'it depends on a change'],
  ['read_because_check_nested', 'a check reads it'],
])

/** Terraform's `action_reason` in words; an unknown one is shown as it is. */
export function reasonText(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : (REASONS.get(reason) ?? reason.replaceAll('_', ' '))
}
