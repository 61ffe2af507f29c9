import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { IAMClient } from '@aws-sdk/client-iam'
import { S3Client } from '@aws-sdk/client-s3'
import { resolveTarget } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { mustBeAccount } from '../adapters/aws/account'
import { bootstrap } from '../adapters/aws/bootstrap'
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
    await mustBeAccount(target)
    const { made, existing } = await bootstrap({ target, clients })
    const text = [...made.map((name) => `made      ${name}`), ...existing.map((name) => `existing  ${name}`)]
    return { json: { target: input.target, made, existing }, text, exit: EXIT.done }
  },
}
