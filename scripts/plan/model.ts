import { createHash } from 'node:crypto'
import { MigrateError } from '../engine/errors'
import { attributeChanges, type AttributeChange } from './attributes'
import { changeKind, reasonText, type ChangeKind } from './kinds'
import { rawPlanSchema, type RawChange, type RawPlan, type RawResource } from './schema'
import { maskOf, type Mask } from './secrets'
import { holdsOf } from './stateful'

export interface ResourceChange {
  address: string
  type: string
  kind: ChangeKind
  /** Where it was before a `moved` block; also set where the move comes with an update. */
  previousAddress?: string
  importId?: string
  /** An earlier object of a replacement that was not destroyed yet. */
  deposed?: string
  /** Why it is replaced or destroyed, in words. */
  reason?: string
  /** What the resource holds that cannot be made again (`objects`, `users`), if it holds any. */
  holds?: string
  attributes: AttributeChange[]
}

export interface OutputChange {
  name: string
  kind: 'create' | 'update' | 'delete'
  attributes: AttributeChange[]
}

/** A Terraform plan, fit to show: no sensitive value is left in it. */
export interface Plan {
  terraformVersion: string
  /** False where Terraform put something off: applying it will not be the last apply. */
  complete: boolean
  resources: ResourceChange[]
  outputs: OutputChange[]
  /** What changed outside of Terraform since the last apply; not what this plan does. */
  drift: ResourceChange[]
  /** One hash for each thing that would change, sensitive values included. Input of `planFingerprint`. */
  digests: readonly string[]
}

/**
 * Reads the output of `terraform show -json <plan>`.
 * @throws MigrateError TERRAFORM_FAILED where it is not a plan of format 1.x, or where the plan itself has errors.
 */
export function parsePlan(json: unknown): Plan {
  const result = rawPlanSchema.safeParse(json)
  if (!result.success || !result.data.format_version.startsWith('1.')) {
    throw new MigrateError('TERRAFORM_FAILED', 'This is not a Terraform plan in JSON, format 1.x.', {
      data: {
        faults: result.success
          ? [result.data.format_version]
          : result.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`),
      },
      suggestion: 'Give the output of `terraform show -json <plan file>`.',
    })
  }
  const raw = result.data
  if (raw.errored) {
    throw new MigrateError('TERRAFORM_FAILED', 'The plan ended with errors and cannot be applied.', {
      suggestion: 'Run `terraform plan` again and read its errors.',
    })
  }
  const mask = maskOf(raw)
  return {
    terraformVersion: raw.terraform_version,
    complete: raw.complete && raw.deferred_changes.length === 0,
    resources: resourceChanges(raw.resource_changes, mask),
    outputs: outputChanges(raw.output_changes, mask),
    drift: resourceChanges(raw.resource_drift, mask),
    digests: digestsOf(raw),
  }
}

/** True where applying the plan changes nothing at all: no resource, address, import or output. */
export function isEmptyPlan(plan: Plan): boolean {
  return plan.resources.every(({ kind }) => kind === 'read') && plan.outputs.length === 0
}

/** True where the change loses what a data store holds. */
export function losesData(change: ResourceChange): boolean {
  return change.holds !== undefined && (change.kind === 'delete' || change.kind === 'replace')
}

function resourceChanges(resources: readonly RawResource[], mask: Mask): ResourceChange[] {
  return resources.flatMap((raw) => {
    const kind = changeKind(raw)
    if (kind === undefined) return []
    const holds = holdsOf(raw.type)
    const reason = reasonText(raw.action_reason)
    return [
      {
        address: raw.address,
        type: raw.type,
        kind,
        ...(isMoved(raw) && { previousAddress: raw.previous_address }),
        ...(raw.change.importing && { importId: mask(importId(raw.change.importing)) }),
        ...(raw.deposed !== undefined && { deposed: raw.deposed }),
        ...(reason !== undefined && { reason }),
        ...(holds !== undefined && { holds }),
        attributes: kind === 'forget' ? [] : attributeChanges(raw.change, mask),
      },
    ]
  })
}

function isMoved(raw: RawResource): raw is RawResource & { previous_address: string } {
  return raw.previous_address !== undefined && raw.previous_address !== raw.address
}

function importId(importing: NonNullable<RawChange['importing']>): string {
  const id = importing.id ?? importing.identity ?? '(known after apply)'
  return typeof id === 'string' ? id : JSON.stringify(id)
}

function outputChanges(outputs: RawPlan['output_changes'], mask: Mask): OutputChange[] {
  return Object.entries(outputs).flatMap(([name, change]) => {
    const [kind] = change.actions
    if (kind !== 'create' && kind !== 'update' && kind !== 'delete') return []
    return [{ name, kind, attributes: attributeChanges(change, mask) }]
  })
}

function digestsOf(raw: RawPlan): string[] {
  const resources = raw.resource_changes
    .filter((resource) => changeKind(resource) !== undefined)
    .map(({ address, previous_address, deposed, change }) => ({ address, previous_address, deposed, change }))
  const outputs = Object.entries(raw.output_changes)
    .filter(([, change]) => change.actions.join() !== 'no-op')
    .map(([output, change]) => ({ output, change }))
  const context = { terraform: raw.terraform_version, providers: raw.configuration?.provider_config ?? {} }
  const deferred = raw.deferred_changes.map((change) => ({ deferred: change }))
  return [context, ...resources, ...outputs, ...deferred].map((part) => sha256(canonicalJson(part)))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** JSON with its keys in one order, so that equal values have equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
