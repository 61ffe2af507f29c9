import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { IAMClient } from '@aws-sdk/client-iam'
import { S3Client } from '@aws-sdk/client-s3'
import { describeBootstrap } from '../../../cdktf/config/bootstrap'
import type { Target } from '../../../cdktf/config/target'
import { ensureJournalTable } from './bootstrap-journal'
import { ensureBucket } from './bootstrap-bucket'
import { ensureGithubProvider, ensureRole } from './bootstrap-github'
import { attachPolicies, ensurePolicy } from './bootstrap-policy'

export interface BootstrapClients {
  s3: S3Client
  dynamodb: DynamoDBClient
  iam: IAMClient
}

export interface BootstrapOptions {
  target: Target
  /** With an administrator's credentials, since roles are made. @default clients that read AWS_* themselves */
  clients?: BootstrapClients
}

/** What one thing was: `bucket aiuteur-dev-logs-123456789012`. */
export interface BootstrapResult {
  made: string[]
  /** Were there already. Their settings were put as the configuration says. */
  existing: string[]
}

/**
 * Makes what Terraform itself stands on: buckets for logs, state and backup, the journal table, GitHub's OIDC provider
 * the boundary of services' roles and the two roles. Can be run again at any time: what exists is kept and brought to the configured settings.
 * Throws MigrateError AWS_FAILED, or PHASE_OUT_OF_ORDER where another environment has to make the provider.
 */
export async function bootstrap(options: BootstrapOptions): Promise<BootstrapResult> {
  const { target, clients = clientsFor(options.target) } = options
  const { boundary, buckets, journalTable, githubProvider, roles, tags } = describeBootstrap(target)
  const { region, accountId, githubProvider: ownership } = target.environment
  const result: BootstrapResult = { made: [], existing: [] }
  const record = async (name: string, ensured: Promise<boolean>): Promise<void> => {
    const made = await ensured
    ;(made ? result.made : result.existing).push(name)
  }
  // The log bucket first: the others send their access logs there.
  for (const bucket of [buckets.logs, buckets.state, buckets.backup]) {
    await record(`bucket ${bucket.name}`, ensureBucket(clients.s3, { bucket, region, accountId, tags }))
  }
  await record(`table ${journalTable.name}`, ensureJournalTable(clients.dynamodb, { ...journalTable, tags }))
  await record(
    `OIDC provider ${githubProvider.url}`,
    ensureGithubProvider(clients.iam, { ...githubProvider, own: ownership === 'own', tags }),
  )
  for (const policy of [boundary, ...roles.apply.managedPolicies]) {
    await record(`policy ${policy.name}`, ensurePolicy(clients.iam, { policy, tags }))
  }
  for (const role of [roles.plan, roles.apply]) {
    await record(`role ${role.name}`, ensureRole(clients.iam, { role, tags }))
    await attachPolicies(clients.iam, { role: role.name, policies: role.managedPolicies })
  }
  return result
}

function clientsFor({ environment: { region } }: Target): BootstrapClients {
  return {
    s3: new S3Client({ region }),
    dynamodb: new DynamoDBClient({ region }),
    iam: new IAMClient({ region }),
  }
}
