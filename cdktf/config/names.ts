import type { SwitchedPhaseName, StackName } from './phases'
import type { System } from './schema'
import type { Target } from './target'

// Every name of AWS things that two parts of the repository must agree on. S3 names are global to all of AWS, so they
// end in the account id; the others are unique in an account and region.

type Named = Pick<Target, 'system' | 'environmentName' | 'environment'>

/** `aiuteur-dev`: begins every name. */
export function prefix(t: Named): string {
  return `${t.system.name}-${t.environmentName}`
}

/** Name of a stack, of its folder in `cdktf.out/stacks` and of the Terraform state. */
export function stackName(t: Named, stack: StackName): string {
  return `${prefix(t)}-${stack}`
}

export function stateKey(stack: StackName): string {
  return `${stack}.tfstate`
}

export function stateBucketName(t: Named): string {
  return `${prefix(t)}-tfstate-${t.environment.accountId}`
}

export function logBucketName(t: Named): string {
  return `${prefix(t)}-logs-${t.environment.accountId}`
}

export function backupBucketName(t: Named): string {
  return `${prefix(t)}-backup-${t.environment.accountId}`
}

/** S3 bucket that takes over a Supabase bucket. The app is left out where it has the system's own name. */
export function targetBucketName(t: Named, app: string, bucketId: string): string {
  const bucket = t.system.apps[app]?.storage?.buckets[bucketId]
  if (bucket === undefined) throw new RangeError(`${t.system.name} has no bucket ${bucketId} in app ${app}`)
  const parts = app === t.system.name ? [] : [app]
  return [prefix(t), ...parts, bucket.name ?? bucketId, t.environment.accountId].join('-')
}

export function journalTableName(t: Named): string {
  return `${prefix(t)}-migration-journal`
}

export function switchParameterName(t: Named, app: string, phase: SwitchedPhaseName): string {
  return `/${t.system.name}/${t.environmentName}/switch/${app}/${phase}`
}

export function storageSettingsParameterName(t: Named, app: string): string {
  return `/${t.system.name}/${t.environmentName}/storage/${app}`
}

export function planRoleName(t: Named): string {
  return `${prefix(t)}-plan`
}

export function applyRoleName(t: Named): string {
  return `${prefix(t)}-apply`
}

export function roleArn(t: Named, roleName: string): string {
  return `arn:aws:iam::${t.environment.accountId}:role/${roleName}`
}

/** GitHub Environment whose reviewers approve. Not the environment's name alone: two systems in one repository would share it. */
export function githubEnvironmentName(t: Named): string {
  return t.environment.githubEnvironment ?? prefix(t)
}

/** On every resource, by the provider's default tags; `migrate bootstrap` sets the same. */
export function tags(t: Named): Record<string, string> {
  return { system: t.system.name, environment: t.environmentName, 'managed-by': 'supabase-to-aws' }
}

/** Apps with a switch for a phase: those that have the thing and a place to move it from. */
export function switchedApps(t: Named, phase: SwitchedPhaseName): string[] {
  if (t.system.phases[phase] !== 'migrate') return []
  return Object.entries(t.system.apps)
    .filter(([name, app]) => t.environment.source[name] !== undefined && hasPart(app, phase))
    .map(([name]) => name)
}

function hasPart(app: System['apps'][string], phase: SwitchedPhaseName): boolean {
  if (phase === 'backend') return Object.keys(app.services).length > 0
  return app[phase] !== undefined
}
