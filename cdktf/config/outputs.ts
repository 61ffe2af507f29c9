/** Outputs of the foundation stack: other stacks read them by remote state, the engine by `terraform output`. */
export const FOUNDATION_OUTPUTS = {
  dataKeyArn: 'data_key_arn',
  alarmTopicArn: 'alarm_topic_arn',
  logBucketName: 'log_bucket_name',
  backupBucketName: 'backup_bucket_name',
  journalTableName: 'journal_table_name',
  planRoleArn: 'plan_role_arn',
  applyRoleArn: 'apply_role_arn',
} as const

/** Outputs of the storage stack. */
export const STORAGE_OUTPUTS = {
  /** Map: app -> name of its storage settings parameter. */
  settingsParameterNames: 'storage_settings_parameter_names',
} as const

/** Variables of the storage stack, set by the engine from the journal. */
export const STORAGE_VARIABLES = {
  /** CloudFront falls back to the Supabase public URL. `complete` turns it off. */
  fallback: 'storage_fallback',
  /** Bucket policies deny writes: on while storage is reverted. */
  fence: 'storage_fence',
} as const
