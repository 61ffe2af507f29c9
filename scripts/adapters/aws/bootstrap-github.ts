import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import type { BootstrapRole } from '../../../cdktf/config/bootstrap'
import { MigrateError } from '../../engine/errors'
import { awsFailed, isMissing } from './errors'

type Tags = Readonly<Record<string, string>>

export interface EnsureGithubProvider {
  arn: string
  url: string
  clientIds: readonly string[]
  /** False where another environment of the account makes it. */
  own: boolean
  tags: Tags
}

/** Returns true if the provider was made. An account has one for all its environments. */
export async function ensureGithubProvider(iam: IAMClient, provider: EnsureGithubProvider): Promise<boolean> {
  return awsFailed('make the OIDC provider', async () => {
    if (
      await exists(() =>
        iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: provider.arn })),
      )
    ) {
      return false
    }
    if (!provider.own) throw ownerFirst(provider)
    await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: provider.url,
        ClientIDList: [...provider.clientIds],
        Tags: tagList(provider.tags),
      }),
    )
    return true
  })
}

/** Returns true if the role was made. Trust and permissions are put either way: only this command may change them. */
export async function ensureRole(
  iam: IAMClient,
  { role, tags }: { role: BootstrapRole; tags: Tags },
): Promise<boolean> {
  return awsFailed(`make the role ${role.name}`, async () => {
    const made = !(await exists(() => iam.send(new GetRoleCommand({ RoleName: role.name }))))
    await (made ? createRole(iam, role, tags) : updateRole(iam, role))
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: role.name,
        PolicyName: role.policyName,
        PolicyDocument: JSON.stringify(role.permissions),
      }),
    )
    return made
  })
}

async function createRole(iam: IAMClient, role: BootstrapRole, tags: Tags): Promise<void> {
  await iam.send(
    new CreateRoleCommand({
      RoleName: role.name,
      Description: role.description,
      AssumeRolePolicyDocument: JSON.stringify(role.trust),
      MaxSessionDuration: role.maxSessionSeconds,
      Tags: tagList(tags),
    }),
  )
}

async function updateRole(iam: IAMClient, role: BootstrapRole): Promise<void> {
  const RoleName = role.name
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(role.trust) }))
  const MaxSessionDuration = role.maxSessionSeconds
  await iam.send(new UpdateRoleCommand({ RoleName, Description: role.description, MaxSessionDuration }))
}

async function exists(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read()
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

function ownerFirst({ arn }: EnsureGithubProvider): MigrateError {
  return new MigrateError(
    'PHASE_OUT_OF_ORDER',
    'the OIDC provider does not exist, and another environment owns it',
    {
      data: { arn, given: 'githubProvider: shared', expected: 'an owner bootstrapped before' },
      suggestion: 'npm run migrate -- bootstrap <the target whose environment says githubProvider: own>',
    },
  )
}
