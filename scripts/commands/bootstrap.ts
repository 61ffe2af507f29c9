import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { IAMClient } from '@aws-sdk/client-iam'
import { S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { resolveTarget, type Target } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { awsFailed } from '../adapters/aws/errors'
import { bootstrap } from '../adapters/aws/bootstrap'
import { MigrateError } from '../engine/errors'
import { EXIT } from '../engine/exit-codes'
import type { Command } from './command'

/** Run once by an administrator; everything after it is Terraform's (DESIGN decision 5). */
export const bootstrapCommand: Command = {
  words: ['bootstrap'],
  summary: 'make the state bucket, the journal, the OIDC provider and both roles; idempotent',
  example: 'npm run migrate -- bootstrap aiuteur/dev',
  takesTarget: true,
  canDryRun: false,
  run: async (_context, input) => {
    const target = resolveTarget(systems, input.target)
    const { region } = target.environment
    const clients = {
      s3: new S3Client({ region }),
      dynamodb: new DynamoDBClient({ region }),
      iam: new IAMClient({ region }),
    }
    await mustBeAccount(target, region)
    const { made, existing } = await bootstrap({ target, clients })
    const text = [...made.map((name) => `made      ${name}`), ...existing.map((name) => `existing  ${name}`)]
    return { json: { target: input.target, made, existing }, text, exit: EXIT.done }
  },
}

/** Everything after this works by names that hold the account id; here things are made, so it is checked first. */
async function mustBeAccount(target: Target, region: string): Promise<void> {
  const sts = new STSClient({ region })
  const { Account: given } = await awsFailed('say which account this is', () =>
    sts.send(new GetCallerIdentityCommand({})),
  )
  const expected = target.environment.accountId
  if (given === expected) return
  throw new MigrateError(
    'ACCOUNT_MISMATCH',
    `these credentials are of account ${given ?? 'unknown'}, ${target.name} is in ${expected}`,
    { data: { given: given ?? null, expected }, suggestion: 'choose another profile: export AWS_PROFILE=…' },
  )
}
