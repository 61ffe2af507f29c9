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

/** S3 bucket of an app's frontend releases. The app is left out where it has the system's own name. */
export function releaseBucketName(t: Named, app: string): string {
  return [prefix(t), ...(app === t.system.name ? [] : [app]), 'web', t.environment.accountId].join('-')
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

/** Role of the tasks that migrate, from inside the VPC. */
export function migratorRoleName(t: Named): string {
  return `${prefix(t)}-migrator`
}

/** Most that any role made for a service may do, whatever its own policies say. `migrate bootstrap` makes it. */
export function boundaryName(t: Named): string {
  return `${prefix(t)}-boundary`
}

export function boundaryArn(t: Named): string {
  return policyArn(t, boundaryName(t))
}

export function policyArn(t: Named, policyName: string): string {
  return `arn:aws:iam::${t.environment.accountId}:policy/${policyName}`
}

/** In Secrets Manager. */
export function secretName(t: Named, name: string): string {
  return `${t.system.name}/${t.environmentName}/${name}`
}

/** In Parameter Store, as a SecureString. `migrate secrets set` makes it: a refresh would bring it into Terraform's state. */
export function secretParameterName(t: Named, name: string): string {
  return `/${t.system.name}/${t.environmentName}/secret/${name}`
}

/** `aiuteur-dev-api`, `studio-dev-echo-upload`: a service, function, table or queue of an app. */
export function partName(t: Named, app: string, part: string): string {
  return [prefix(t), ...(app === t.system.name ? [] : [app]), part].join('-')
}

/** Name in Lambda. Tables and queues are named alike, so that a stack can name what another one makes. */
export function functionName(t: Named, app: string, name: string): string {
  return partName(t, app, name)
}

export function tableName(t: Named, app: string, table: string): string {
  return partName(t, app, table)
}

export function tableArn(t: Named, app: string, table: string): string {
  const { region, accountId } = t.environment
  return `arn:aws:dynamodb:${region}:${accountId}:table/${tableName(t, app, table)}`
}

export function queueName(t: Named, app: string, queue: string): string {
  return partName(t, app, queue)
}

export function queueArn(t: Named, app: string, queue: string): string {
  const { region, accountId } = t.environment
  return `arn:aws:sqs:${region}:${accountId}:${queueName(t, app, queue)}`
}

export function queueUrl(t: Named, app: string, queue: string): string {
  const { region, accountId } = t.environment
  return `https://sqs.${region}.amazonaws.com/${accountId}/${queueName(t, app, queue)}`
}

/** Of an app's functions with routes; its access logs are `/aws/apigateway/<name>`. */
export function httpApiName(t: Named, app: string): string {
  return partName(t, app, 'api')
}

/** Of an app's functions behind a WebSocket; its access logs are `/aws/apigateway/<name>`. */
export function webSocketApiName(t: Named, app: string): string {
  return partName(t, app, 'websocket')
}

/** Replication group in ElastiCache. */
export function redisGroupName(t: Named): string {
  return `${prefix(t)}-redis`
}

/** Nodes of a replication group, as ElastiCache names them: the primary and its copies, in no order that lasts. */
export function redisNodeNames(group: string, replicas: number): string[] {
  return Array.from({ length: replicas + 1 }, (_, i) => `${group}-${String(i + 1).padStart(3, '0')}`)
}

/**
 * How programs reach Redis: TLS, as a user that signs in with IAM. The token that stands in for a password is signed for
 * the replication group, whose name therefore is in the address.
 */
export function redisUrl(t: Named, { address, port }: { address: string; port: string }): string {
  return `rediss://${redisUserName(t)}@${address}:${port}?replicationGroup=${redisGroupName(t)}`
}

/** The one stage of a WebSocket API. */
export const WEBSOCKET_STAGE = 'live'

/** User of Redis, for programs of the environment: it signs in with IAM, so there is no password to keep. */
export function redisUserName(t: Named): string {
  return `${prefix(t)}-app`
}

export function databaseIdentifier(t: Named): string {
  return `${prefix(t)}-database`
}

export function userPoolName(t: Named): string | undefined {
  return t.system.userPool && `${t.system.userPool.name}-${t.environmentName}`
}

/** In SES: the environment's zone. Every address below it may send. */
export function emailIdentityArn(t: Named): string {
  const { region, accountId, dns } = t.environment
  return `arn:aws:ses:${region}:${accountId}:identity/${dns.zone}`
}

export function clusterName(t: Named): string {
  return prefix(t)
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
  if (phase === 'backend') return Object.keys(app.services).length + Object.keys(app.functions).length > 0
  return app[phase] !== undefined
}
