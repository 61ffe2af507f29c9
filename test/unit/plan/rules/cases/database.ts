import type { RuleCase, Written } from '../case'

const SAFE = {
  engine: 'postgres',
  storage_encrypted: true,
  deletion_protection: true,
  backup_retention_period: 7,
  multi_az: true,
}
const REPLICA = { replicate_source_db: '${aws_db_instance.db.identifier}' }

function instance(values: object): Written {
  return { aws_db_instance: { db: { ...SAFE, ...values } } }
}

function withReplica(replica: object = {}): Written {
  return { aws_db_instance: { db: SAFE, replica: { ...REPLICA, ...replica } } }
}

function parameters(...parameter: readonly object[]): Written {
  return { aws_db_parameter_group: { p: { family: 'postgres16', parameter } } }
}

const CLUSTER = {
  engine: 'aurora-postgresql',
  storage_encrypted: true,
  kms_key_id: 'arn:aws:kms:us-east-1:1:key/k',
  deletion_protection: true,
  iam_database_authentication_enabled: true,
  copy_tags_to_snapshot: true,
  enabled_cloudwatch_logs_exports: ['postgresql'],
  db_cluster_parameter_group_name: 'logs',
  backup_retention_period: 7,
}

export const DATABASE_CASES: readonly RuleCase[] = [
  {
    rule: 'rds-encrypted',
    fails: {
      off: instance({ storage_encrypted: false }),
      'AWS default': instance({ storage_encrypted: undefined }),
    },
    passes: { on: instance({}), 'a replica': withReplica() },
  },
  {
    rule: 'rds-not-public',
    fails: {
      public: instance({ publicly_accessible: true }),
      'a public replica': withReplica({ publicly_accessible: true }),
    },
    passes: { 'AWS default': instance({}), private: instance({ publicly_accessible: false }) },
  },
  {
    rule: 'rds-deletion-protection',
    fails: { off: instance({ deletion_protection: false }) },
    passes: { on: instance({}), 'a replica': withReplica() },
  },
  {
    rule: 'rds-backups',
    fails: {
      'a day': instance({ backup_retention_period: 1 }),
      none: instance({ backup_retention_period: 0 }),
    },
    passes: { 'a week': instance({}), 'a replica': withReplica() },
  },
  {
    rule: 'rds-multi-az',
    stack: 'system-prod-database',
    fails: { 'one zone': instance({ multi_az: false }) },
    passes: { 'two zones': instance({}) },
  },
  {
    rule: 'rds-multi-az',
    stack: 'system-dev-database',
    fails: {},
    passes: { 'one zone, for developers': instance({ multi_az: false }) },
  },
  {
    rule: 'rds-iam-authentication',
    fails: { off: instance({}) },
    passes: { on: instance({ iam_database_authentication_enabled: true }) },
  },
  {
    rule: 'rds-enhanced-monitoring',
    fails: { off: instance({ monitoring_interval: 0 }), 'no role': instance({ monitoring_interval: 60 }) },
    passes: { on: instance({ monitoring_interval: 60, monitoring_role_arn: 'arn:aws:iam::1:role/m' }) },
  },
  {
    rule: 'rds-logs-exported',
    fails: { none: instance({}), 'another log': instance({ enabled_cloudwatch_logs_exports: ['upgrade'] }) },
    passes: { exported: instance({ enabled_cloudwatch_logs_exports: ['postgresql', 'upgrade'] }) },
  },
  {
    rule: 'rds-query-logging',
    fails: {
      neither: parameters(),
      'one of two': parameters({ name: 'log_statement', value: 'ddl' }),
      'switched off': parameters(
        { name: 'log_statement', value: 'none' },
        { name: 'log_min_duration_statement', value: '-1' },
      ),
    },
    passes: {
      both: parameters(
        { name: 'log_statement', value: 'ddl' },
        { name: 'log_min_duration_statement', value: '1000' },
      ),
      'another engine': { aws_db_parameter_group: { p: { family: 'mysql8.0' } } },
    },
  },
  {
    rule: 'rds-tls-forced',
    fails: {
      'not said': parameters(),
      off: parameters({ name: 'rds.force_ssl', value: '0' }),
      'AWS own parameters': instance({}),
    },
    passes: {
      forced: {
        ...parameters({ name: 'rds.force_ssl', value: '1' }),
        ...instance({ parameter_group_name: '${aws_db_parameter_group.p.name}' }),
      },
    },
  },
  {
    rule: 'rds-minor-upgrades',
    fails: { off: instance({ auto_minor_version_upgrade: false }) },
    passes: { 'AWS default': instance({}) },
  },
  {
    rule: 'rds-performance-insights',
    fails: { off: instance({}) },
    passes: { on: instance({ performance_insights_enabled: true }) },
  },
  {
    rule: 'rds-performance-insights-key',
    fails: { 'the key of AWS': instance({ performance_insights_enabled: true }) },
    passes: {
      'a key of our own': instance({
        performance_insights_enabled: true,
        performance_insights_kms_key_id: 'arn:k',
      }),
      off: instance({}),
    },
  },
  {
    rule: 'rds-tags-on-snapshots',
    fails: { off: instance({}) },
    passes: { on: instance({ copy_tags_to_snapshot: true }) },
  },
  {
    rule: 'rds-modern-certificate-authority',
    fails: { 'of 2019': instance({ ca_cert_identifier: 'rds-ca-2019' }) },
    passes: { current: instance({ ca_cert_identifier: 'rds-ca-ecc384-g1' }), 'AWS default': instance({}) },
  },
  {
    rule: 'rds-engine-without-file-read',
    fails: {
      log_fdw: instance({ engine_version: '13.2' }),
      Aurora: { aws_rds_cluster: { c: { ...CLUSTER, engine_version: '11.8' } } },
    },
    passes: {
      'the first safe one': instance({ engine_version: '13.3' }),
      'a major version alone': instance({ engine_version: '16' }),
      newer: instance({ engine_version: '16.1' }),
    },
  },
  {
    rule: 'rds-snapshots-not-public',
    fails: { everybody: { aws_db_snapshot: { s: { shared_accounts: ['all'] } } } },
    passes: {
      'an account': { aws_db_snapshot: { s: { shared_accounts: ['123456789012'] } } },
      nobody: { aws_db_snapshot: { s: {} } },
    },
  },
  {
    rule: 'aurora-safe',
    fails: Object.fromEntries(
      Object.keys(CLUSTER)
        .filter((name) => name !== 'engine')
        .map((name) => [`without ${name}`, { aws_rds_cluster: { c: { ...CLUSTER, [name]: undefined } } }]),
    ),
    passes: { everything: { aws_rds_cluster: { c: CLUSTER } } },
  },
  {
    rule: 'rds-master-password-managed',
    fails: { 'not managed': instance({}) },
    passes: {
      managed: instance({ manage_master_user_password: true }),
      'a replica': { aws_db_instance: { replica: REPLICA } },
    },
  },
  {
    rule: 'dms-safe',
    fails: {
      public: { aws_dms_replication_instance: { i: { publicly_accessible: true } } },
      'no TLS': { aws_dms_endpoint: { e: { ssl_mode: 'none' } } },
    },
    passes: {
      safe: {
        aws_dms_replication_instance: {
          i: { publicly_accessible: false, kms_key_arn: 'arn:k', auto_minor_version_upgrade: true },
        },
        aws_dms_endpoint: { e: { ssl_mode: 'verify-full' } },
      },
    },
  },
]
