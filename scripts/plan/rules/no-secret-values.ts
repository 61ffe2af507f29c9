import type { Rule } from '../judge/rule'
import { valueAt } from '../resources/resource'

/** Arguments whose value is a secret, by type. Write-only ones (`…_wo`) never reach the state, and are not here. */
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: ['password'],
  aws_rds_cluster: ['master_password'],
  aws_elasticache_replication_group: ['auth_token'],
  aws_elasticache_user: ['passwords', 'authentication_mode.passwords'],
  aws_secretsmanager_secret_version: ['secret_string', 'secret_binary'],
  aws_ssm_parameter: ['value', 'insecure_value'],
  aws_cognito_identity_provider: ['provider_details.client_secret'],
  random_password: [],
}

export const noSecretValues: Rule = {
  id: 'no-secret-values',
  title: 'No secret value passes through Terraform',
  row: 'own',
  severity: 'critical',
  appliesTo: Object.keys(SECRETS),
  fix: 'Let AWS make it (manage_master_user_password), or make it empty and fill it by `migrate secrets set`: every value here stands in the state in clear text.',
  check: ({ type, values }) =>
    (SECRETS[type] ?? [])
      .filter((name) => isGiven(valueAt(values, name)))
      .map((name) => ({ attribute: name, found: 'a value', expected: 'none' }))
      .concat(
        type === 'random_password'
          ? [{ attribute: 'type', found: 'a password in the state', expected: 'none' }]
          : [],
      )
      .filter(
        ({ attribute }) =>
          type !== 'aws_ssm_parameter' || values['type'] === 'SecureString' || attribute === 'type',
      ),
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}
