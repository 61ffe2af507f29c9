import { textOf, texts } from '../judge/faults'
import type { Inventory } from '../judge/inventory'
import type { Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

/** Types of which an account has one (in each region, where `regional`), and what tells two of them apart. */
const ONCE: Readonly<Record<string, { readonly regional: boolean; readonly by?: string }>> = {
  aws_guardduty_detector: { regional: true },
  aws_iam_openid_connect_provider: { regional: false, by: 'url' },
  aws_iam_account_password_policy: { regional: false },
  aws_iam_service_linked_role: { regional: false, by: 'aws_service_name' },
  aws_api_gateway_account: { regional: true },
  aws_ecr_registry_scanning_configuration: { regional: true },
  aws_ebs_encryption_by_default: { regional: true },
  aws_s3_account_public_access_block: { regional: false },
  aws_securityhub_account: { regional: true },
  aws_macie2_account: { regional: true },
  aws_xray_encryption_config: { regional: true },
  aws_cloudwatch_log_account_policy: { regional: true, by: 'policy_name' },
}

export const oncePerAccount: Rule = {
  id: 'once-per-account',
  title: 'What an account has once is made by one system',
  row: 'own',
  severity: 'high',
  appliesTo: Object.keys(ONCE),
  fix: 'Let one system own it, and the others use it.',
  check: (resource, all) => {
    const same = all.ofType(resource.type).filter((other) => placeOf(other, all) === placeOf(resource, all))
    const owner = same[0]
    if (owner === undefined || owner === resource) return []
    return [
      {
        attribute: 'owner',
        found: `${owner.stack} makes it too`,
        expected: 'one in each account and region',
      },
    ]
  },
}

/** Account, region, and what tells it from others of its type. */
function placeOf(resource: PlannedResource, all: Inventory): string {
  const { regional, by } = ONCE[resource.type] ?? { regional: true }
  const providers = all.near(resource, 'provider').filter(({ path }) => path.startsWith('aws'))
  // A resource without `provider` is in the place of the one without an alias.
  const alias = textOf(resource.values['provider'])
  const provider = providers.find(({ path }) => path === (alias === '' ? 'aws' : alias)) ?? providers[0]
  const account = texts(provider?.values['allowed_account_ids']).join()
  const region = regional ? textOf(provider?.values['region']) : ''
  return [account, region, by === undefined ? '' : textOf(resource.values[by])].join(' ')
}
