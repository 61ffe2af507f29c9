/** Resource types that hold what cannot be made again by applying once more, and what that is. */
const HOLDS: ReadonlyMap<string, string> = new Map([
  ['aws_s3_bucket', 'objects'],
  ['aws_s3_directory_bucket', 'objects'],
  ['aws_dynamodb_table', 'items'],
  ['aws_dynamodb_global_table', 'items'],
  ['aws_db_instance', 'databases'],
  ['aws_db_snapshot', 'a backup'],
  ['aws_db_cluster_snapshot', 'a backup'],
  ['aws_rds_cluster', 'databases'],
  ['aws_rds_cluster_instance', 'databases'],
  ['aws_rds_global_cluster', 'databases'],
  ['aws_docdb_cluster', 'databases'],
  ['aws_neptune_cluster', 'databases'],
  ['aws_redshift_cluster', 'databases'],
  ['aws_kms_key', 'the key of everything encrypted with it'],
  ['aws_cognito_user_pool', 'users'],
  ['aws_cognito_identity_pool', 'identities'],
  ['aws_efs_file_system', 'files'],
  ['aws_fsx_lustre_file_system', 'files'],
  ['aws_ebs_volume', 'a disk'],
  ['aws_ebs_snapshot', 'a backup'],
  ['aws_backup_vault', 'backups'],
  ['aws_elasticache_replication_group', 'cached data'],
  ['aws_elasticache_cluster', 'cached data'],
  ['aws_memorydb_cluster', 'cached data'],
  ['aws_opensearch_domain', 'indexes'],
  ['aws_sqs_queue', 'messages'],
  ['aws_kinesis_stream', 'records'],
  ['aws_ecr_repository', 'images'],
  ['aws_secretsmanager_secret', 'a secret'],
  ['aws_ssm_parameter', 'a setting'],
  ['aws_cloudwatch_log_group', 'logs'],
  ['aws_route53_zone', 'DNS records'],
])

/** What a resource of this type holds that a destroy loses (`objects`, `users`), or nothing. */
export function holdsOf(type: string): string | undefined {
  return HOLDS.get(type)
}
