import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import type { BootstrapPolicy } from '../../../cdktf/config/bootstrap'
import { awsFailed, isMissing } from './errors'

type Tags = Readonly<Record<string, string>>

/** IAM keeps so many versions of a policy; the oldest has to go before another is written. */
const VERSIONS_MAX = 5

/** Returns true if the policy was made. A document that differs becomes the new default version. */
export async function ensurePolicy(
  iam: IAMClient,
  { policy, tags }: { policy: BootstrapPolicy; tags: Tags },
): Promise<boolean> {
  return awsFailed(`make the policy ${policy.name}`, async () => {
    const document = JSON.stringify(policy.document)
    const current = await currentDocument(iam, policy.arn)
    if (current === document) return false
    if (current !== undefined) {
      await makeRoom(iam, policy.arn)
      await iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn: policy.arn,
          PolicyDocument: document,
          SetAsDefault: true,
        }),
      )
      return false
    }
    await iam.send(
      new CreatePolicyCommand({
        PolicyName: policy.name,
        Description: policy.description,
        PolicyDocument: document,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    )
    return true
  })
}

/** Attaching what is attached already changes nothing. */
export async function attachPolicies(
  iam: IAMClient,
  { role, policies }: { role: string; policies: readonly BootstrapPolicy[] },
): Promise<void> {
  await awsFailed(`attach policies to the role ${role}`, async () => {
    for (const { arn } of policies)
      await iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn: arn }))
  })
}

async function currentDocument(iam: IAMClient, arn: string): Promise<string | undefined> {
  try {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }))
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }),
    )
    return decodeURIComponent(PolicyVersion?.Document ?? '')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function makeRoom(iam: IAMClient, arn: string): Promise<void> {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }))
  if (Versions.length < VERSIONS_MAX) return
  const oldest = Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true).sort(
    (a, b) => (a.CreateDate?.getTime() ?? 0) - (b.CreateDate?.getTime() ?? 0),
  )[0]
  if (oldest?.VersionId === undefined) return
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: oldest.VersionId }))
}
