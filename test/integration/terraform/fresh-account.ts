import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { IAMClient } from '@aws-sdk/client-iam'
import { S3Client } from '@aws-sdk/client-s3'
import { SSMClient } from '@aws-sdk/client-ssm'
import type { BootstrapClients } from '../../../scripts/adapters/aws/bootstrap'
import {
  createTerraform,
  type PlanResult,
  type Terraform,
} from '../../../scripts/adapters/terraform/terraform'
import { withEmulator } from '../../helpers/emulator'
import { withStacks } from './stacks-in'

export interface FreshAccount {
  clients: BootstrapClients & { ssm: SSMClient }
  terraform: Terraform
  directoryOf: (stack: string) => string
}

/** Runs `use` with an account in which nothing is, Terraform for it, and every stack synthesised. */
export async function withFreshAccount(use: (account: FreshAccount) => Promise<void>): Promise<void> {
  await withEmulator(async ({ endpoint, env }) => {
    const options = {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }
    const clients = {
      s3: new S3Client({ ...options, forcePathStyle: true }),
      dynamodb: new DynamoDBClient(options),
      iam: new IAMClient(options),
      ssm: new SSMClient(options),
    }
    const terraform = createTerraform({
      env: { ...process.env, ...env, AWS_CA_BUNDLE: undefined },
      parallelism: 40,
    })
    await withStacks(({ directoryOf }) => use({ clients, terraform, directoryOf }))
  })
}

interface ResourceChange {
  address: string
  change: { actions: string[]; importing?: { id: string } }
}

export function changesIn({ json }: PlanResult): ResourceChange[] {
  // Safe: Terraform's own format, https://developer.hashicorp.com/terraform/internals/json-format
  return (json as { resource_changes: ResourceChange[] }).resource_changes
}

/** Addresses that the plan takes into the state, and those of them that it would change. */
export function importsIn(plan: PlanResult): { imported: string[]; changed: string[] } {
  const imports = changesIn(plan).filter(({ change }) => change.importing !== undefined)
  const changed = imports.filter(({ change }) => change.actions.join() !== 'no-op')
  return { imported: imports.map(({ address }) => address), changed: changed.map(({ address }) => address) }
}
