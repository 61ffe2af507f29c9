import type { TerraformConfiguration } from './stacks'

/** What was taken away from one resource. */
export interface Lifted {
  readonly address: string
  /** Names of Terraform's arguments. `prevent_destroy` is the configuration's alone, the others are AWS's to know. */
  readonly arguments: readonly string[]
}

export interface LiftedConfiguration {
  readonly configuration: TerraformConfiguration
  readonly lifted: readonly Lifted[]
}

/**
 * Arguments that keep AWS from destroying a resource, or from destroying it at once, with the value that lets it go.
 * Nothing outside the rehearsal writes them: there, protection is lifted by hand, one resource at a time, by somebody who
 * means it.
 */
const RELEASED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  aws_cognito_user_pool: { deletion_protection: 'INACTIVE' },
  aws_db_instance: { deletion_protection: false, skip_final_snapshot: true, delete_automated_backups: true },
  aws_dynamodb_table: { deletion_protection_enabled: false },
  aws_ecr_repository: { force_delete: true },
  aws_lb: { enable_deletion_protection: false },
  aws_route53_zone: { force_destroy: true },
  aws_s3_bucket: { force_destroy: true },
  // Otherwise AWS keeps the secret, and its name, for 7 to 30 days.
  aws_secretsmanager_secret: { recovery_window_in_days: 0 },
}

/** Arguments that make a destroy take a last snapshot. Removed: the name of one that exists already would be refused. */
const SNAPSHOTS: Readonly<Record<string, string>> = {
  aws_db_instance: 'final_snapshot_identifier',
  aws_elasticache_replication_group: 'final_snapshot_identifier',
}

/**
 * The rehearsal's one way past the protection of a stack, on a copy of its configuration: no `prevent_destroy`, nothing
 * that keeps AWS from deleting, and the state in a file beside it. The last because the foundation destroys the bucket
 * that holds every state, its own among them.
 */
export function liftProtection(original: TerraformConfiguration): LiftedConfiguration {
  const configuration = structuredClone(original)
  const lifted: Lifted[] = []
  for (const [type, byName] of Object.entries(configuration.resource ?? {})) {
    for (const [name, resource] of Object.entries(byName)) {
      const changed = [...allowDestroy(resource), ...release(type, resource)]
      if (changed.length > 0) lifted.push({ address: `${type}.${name}`, arguments: changed })
    }
  }
  configuration.terraform = { ...configuration.terraform, backend: { local: { path: 'terraform.tfstate' } } }
  return { configuration, lifted }
}

/** Whether AWS has to be told: without this, lifting is a matter of the configuration alone. */
export function mustBeApplied(lifted: readonly Lifted[]): boolean {
  return lifted.some((resource) => resource.arguments.some((name) => name !== 'prevent_destroy'))
}

function allowDestroy(resource: Record<string, unknown>): string[] {
  const { lifecycle } = resource
  if (typeof lifecycle !== 'object' || lifecycle === null || !('prevent_destroy' in lifecycle)) return []
  const { prevent_destroy: protectedNow, ...others } = lifecycle
  resource['lifecycle'] = others
  return protectedNow === true ? ['prevent_destroy'] : []
}

function release(type: string, resource: Record<string, unknown>): string[] {
  const changed = Object.entries(RELEASED[type] ?? {}).filter(([name, value]) => resource[name] !== value)
  for (const [name, value] of changed) resource[name] = value
  const snapshot = SNAPSHOTS[type]
  if (snapshot === undefined || resource[snapshot] === undefined) return changed.map(([name]) => name)
  Reflect.deleteProperty(resource, snapshot)
  return [...changed.map(([name]) => name), snapshot]
}
