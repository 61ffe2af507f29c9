import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

/** Types that hold data, keys, or a name others rely on; and which of them. */
const STORES: Readonly<Record<string, (resource: PlannedResource) => boolean>> = {
  aws_s3_bucket: () => true,
  aws_db_instance: ({ values }) => values['replicate_source_db'] === undefined,
  aws_rds_cluster: () => true,
  aws_dynamodb_table: () => true,
  aws_cognito_user_pool: () => true,
  aws_cognito_identity_pool: () => true,
  aws_kms_key: () => true,
  aws_secretsmanager_secret: () => true,
  aws_ecr_repository: () => true,
  aws_efs_file_system: () => true,
  aws_backup_vault: () => true,
  // Its domain name stands in stored URLs.
  aws_cloudfront_distribution: () => true,
  // Its name servers stand at the registrar.
  aws_route53_zone: () => true,
}

export const dataStorePreventDestroy: Rule = {
  id: 'data-store-prevent-destroy',
  title: 'Terraform refuses to destroy what cannot be made again',
  row: 'own',
  severity: 'critical',
  appliesTo: Object.keys(STORES),
  fix: 'Set lifecycle.prevent_destroy.',
  exception: 'Read replicas, and keys kept outside of AWS.',
  judges: 'synth',
  check: (resource) =>
    STORES[resource.type]?.(resource) === true ? mustBe(resource, 'lifecycle.prevent_destroy', true) : [],
}
