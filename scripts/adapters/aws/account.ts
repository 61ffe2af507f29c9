import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { Target } from '../../../cdktf/config/target'
import { MigrateError } from '../../engine/errors'
import { awsFailed } from './errors'

/**
 * For what is made or read by a name that does not hold the account id.
 * @throws MigrateError ACCOUNT_MISMATCH
 */
export async function mustBeAccount(target: Target): Promise<void> {
  const { region, accountId: expected } = target.environment
  const sts = new STSClient({ region })
  const { Account: given } = await awsFailed('say which account this is', () =>
    sts.send(new GetCallerIdentityCommand({})),
  )
  sts.destroy()
  if (given === expected) return
  throw new MigrateError(
    'ACCOUNT_MISMATCH',
    `these credentials are of account ${given ?? 'unknown'}, ${target.name} is in ${expected}`,
    { data: { given: given ?? null, expected }, suggestion: 'choose another profile: export AWS_PROFILE=…' },
  )
}
