import { aiuteur } from '../../cdktf/systems/aiuteur'
import { studio } from '../../cdktf/systems/studio'
import { at } from '../unit/config/faulty'
import { alarmsOf, DATA_KEY, databaseOf, one } from './database-stack'
import { inside, type Synthesized } from './synthesized'

const dev = databaseOf(aiuteur, 'dev')
const prod = databaseOf(aiuteur, 'prod')

describe('the server', () => {
  it.each([
    ['dev', dev],
    ['prod', prod],
  ])('of %s is private, encrypted, watched and protected', (name, stack) => {
    const server = one(stack, 'aws_db_instance')
    expect(server).toMatchObject({
      identifier: `aiuteur-${name}-database`,
      engine: 'postgres',
      engine_version: '16',
      auto_minor_version_upgrade: true,
      allow_major_version_upgrade: false,
      apply_immediately: false,
      publicly_accessible: false,
      network_type: 'DUAL',
      storage_encrypted: true,
      kms_key_id: DATA_KEY,
      iam_database_authentication_enabled: true,
      ca_cert_identifier: 'rds-ca-rsa2048-g1',
      copy_tags_to_snapshot: true,
      delete_automated_backups: false,
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: `aiuteur-${name}-database-final`,
      performance_insights_enabled: true,
      performance_insights_kms_key_id: DATA_KEY,
      performance_insights_retention_period: 7,
      monitoring_interval: 60,
      enabled_cloudwatch_logs_exports: ['postgresql', 'upgrade'],
      lifecycle: { prevent_destroy: true },
    })
  })

  it('has the size of its environment', () => {
    expect(one(dev, 'aws_db_instance')).toMatchObject({
      instance_class: 'db.t3.micro',
      allocated_storage: 20,
      max_allocated_storage: 100,
      storage_type: 'gp3',
      multi_az: false,
      backup_retention_period: 7,
    })
    expect(one(prod, 'aws_db_instance')).toMatchObject({
      instance_class: 'db.t3.small',
      multi_az: true,
      backup_retention_period: 35,
    })
  })

  it('has a password that RDS makes and keeps: none is in the configuration', () => {
    const server = one(dev, 'aws_db_instance')
    expect(server).toMatchObject({
      manage_master_user_password: true,
      master_user_secret_kms_key_id: DATA_KEY,
    })
    expect(Object.keys(server).filter((key) => key.startsWith('password'))).toEqual([])
  })

  it('stands in the private subnets', () => {
    expect(one(dev, 'aws_db_subnet_group')['subnet_ids']).toBe(
      '${data.terraform_remote_state.network-state.outputs.private_subnet_ids}',
    )
  })

  it("is made with the first app's database", () => {
    expect(one(databaseOf(studio, 'dev'), 'aws_db_instance')['db_name']).toBe('echo')
  })

  it('writes its logs to groups that are there before, under the data key, for a year', () => {
    const groups = dev.ofType('aws_cloudwatch_log_group')
    expect(
      groups.map(({ config }) => [config['name'], config['kms_key_id'], config['retention_in_days']]),
    ).toEqual([
      ['/aws/rds/instance/aiuteur-dev-database/postgresql', DATA_KEY, 365],
      ['/aws/rds/instance/aiuteur-dev-database/upgrade', DATA_KEY, 365],
    ])
    expect(one(dev, 'aws_db_instance')['depends_on']).toEqual(groups.map(({ address }) => address))
  })

  it('is monitored by a role that RDS alone assumes, for this account', () => {
    const role = one(dev, 'aws_iam_role')
    expect(role['permissions_boundary']).toBe('arn:aws:iam::123456789012:policy/aiuteur-dev-boundary')
    expect(inside(JSON.parse(String(role['assume_role_policy'])), 'Statement', 0)).toMatchObject({
      Principal: { Service: 'monitoring.rds.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    })
    expect(String(one(dev, 'aws_iam_role_policy')['policy'])).not.toMatch(/"Resource":\[?"\*"/)
  })
})

function parametersOf(stack: Synthesized): Record<string, string> {
  const parameters = one(stack, 'aws_db_parameter_group')['parameter'] as { name: string; value: string }[]
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]))
}

describe('the parameters', () => {
  it('force TLS, replicate logically, and log what changes the schema or is slow', () => {
    expect(one(dev, 'aws_db_parameter_group')).toMatchObject({ family: 'postgres16' })
    expect(parametersOf(dev)).toEqual({
      'rds.force_ssl': '1',
      'rds.logical_replication': '1',
      max_slot_wal_keep_size: '10240',
      shared_preload_libraries: 'pg_stat_statements',
      log_statement: 'ddl',
      log_min_duration_statement: '1000',
      log_connections: '1',
      log_disconnections: '1',
      idle_in_transaction_session_timeout: '600000',
    })
  })

  it('leave half of the disk to the data when a slot is not read', () => {
    expect(parametersOf(prod)['max_slot_wal_keep_size']).toBe('51200')
  })

  it('load what an extension needs loaded at the start', () => {
    const cron = databaseOf(aiuteur, 'dev', (_environment, system) => {
      at(system, 'databaseServer')['extensions'] = ['postgis', 'pg_cron']
    })
    expect(parametersOf(cron)).toMatchObject({
      shared_preload_libraries: 'pg_stat_statements,pg_cron',
      'cron.database_name': 'aiuteur',
    })
  })
})

interface Rule {
  path: string
  port: unknown
  peer: string
  count: unknown
}

function rulesOf(stack: Synthesized, direction: 'ingress' | 'egress'): Rule[] {
  return stack.ofType(`aws_vpc_security_group_${direction}_rule`).map(({ path, config }) => ({
    path,
    port: config['from_port'],
    peer: String(config['cidr_ipv4'] ?? config['cidr_ipv6'] ?? config['referenced_security_group_id']),
    count: config['count'],
  }))
}

const WHILE_MIGRATING = '${var.database_migration_access ? 1 : 0}'

describe('the ways to the server', () => {
  it('are those of tasks, functions and the migration: no address, let alone everybody', () => {
    expect(rulesOf(dev, 'ingress').map(({ path, port, count }) => [path, port, count])).toEqual([
      ['group/function', 5432, undefined],
      ['group/migration', 5432, WHILE_MIGRATING],
      ['group/task', 5432, undefined],
    ])
    for (const { peer } of rulesOf(dev, 'ingress')) expect(peer).toMatch(/^\$\{/)
  })

  it('are on the port of the server', () => {
    const other = databaseOf(aiuteur, 'dev', (_environment, system) => {
      at(system, 'databaseServer')['port'] = 5433
    })
    expect(rulesOf(other, 'ingress').map(({ port }) => port)).toEqual([5433, 5433, 5433])
    expect(one(other, 'aws_db_instance')['port']).toBe(5433)
  })

  it('lead out to its source alone, as long as it migrates', () => {
    const out = rulesOf(dev, 'egress').filter(({ path }) => path.startsWith('group/'))
    expect(out).toEqual([
      { path: 'group/source-ipv4', port: 5432, peer: '0.0.0.0/0', count: WHILE_MIGRATING },
      { path: 'group/source-ipv6', port: 5432, peer: '::/0', count: WHILE_MIGRATING },
    ])
  })

  it('have one group more while the variable is true, and an empty output when it is false', () => {
    const group = one(dev, 'aws_security_group', 'migration')
    expect(group['count']).toBe(WHILE_MIGRATING)
    for (const { count } of rulesOf(dev, 'egress')) expect(count).toBe(WHILE_MIGRATING)
    expect(String(inside(dev.json, 'output', 'migration_security_group_id', 'value'))).toMatch(
      /^\$\{try\(aws_security_group\.migration_group_\w+\[0\]\.id, ""\)\}$/,
    )
    expect(inside(dev.json, 'variable', 'database_migration_access')).toMatchObject({
      type: 'bool',
      default: true,
    })
  })

  it('have a description each', () => {
    for (const type of ['ingress_rule', 'egress_rule']) {
      for (const { config } of dev.ofType(`aws_vpc_security_group_${type}`))
        expect(config['description']).toMatch(/\w/)
    }
  })
})

describe('the alarms', () => {
  it('ring before the server stops', () => {
    expect(alarmsOf(dev)).toEqual({
      'aiuteur-dev-database-cpu': 'CPUUtilization > 80',
      'aiuteur-dev-database-free-storage': `FreeStorageSpace < ${2 * 1024 ** 3}`,
      'aiuteur-dev-database-free-memory': 'FreeableMemory < 107374182',
      'aiuteur-dev-database-connections': 'DatabaseConnections > 90',
      'aiuteur-dev-database-slot-lag': `OldestReplicationSlotLag > ${7 * 1024 ** 3}`,
    })
  })

  it('take their limits from the environment', () => {
    const stricter = databaseOf(aiuteur, 'dev', (environment) => {
      environment['alarms'] = { databaseCpuPercent: 50, databaseFreeStoragePercent: 20 }
    })
    expect(alarmsOf(stricter)).toMatchObject({
      'aiuteur-dev-database-cpu': 'CPUUtilization > 50',
      'aiuteur-dev-database-free-storage': `FreeStorageSpace < ${4 * 1024 ** 3}`,
    })
  })
})
