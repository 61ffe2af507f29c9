import { TerraformVariable } from 'cdktf'
import type { Construct } from 'constructs'
import { instanceMemoryGib } from '../config/instance-memory'
import { boundaryArn, databaseIdentifier, prefix, secretName } from '../config/names'
import { DATABASE_OUTPUTS, DATABASE_VARIABLES, FOUNDATION_OUTPUTS, NETWORK_OUTPUTS } from '../config/outputs'
import { HTTPS_PORT, SUPABASE_POSTGRES_PORTS } from '../config/ports'
import type { Target } from '../config/target'
import { Postgres } from '../constructs/postgres'
import { PostgresAlarms } from '../constructs/postgres-alarms'
import { SecurityGroup } from '../constructs/security-group'
import { TargetStack } from './target-stack'

const MASTER_SECRET = 'DATABASE_MASTER'

/** Phase 2: the system's PostgreSQL server, and who may reach it. */
export class DatabaseStack extends TargetStack {
  private readonly migrationAccess: TerraformVariable

  constructor(scope: Construct, target: Target) {
    super(scope, target, 'database')
    this.migrationAccess = this.addMigrationAccess()
    const group = this.addGroup()
    const migration = this.addMigrationGroup(group)
    const postgres = this.addServer(group)
    this.addAlarms(postgres)
    this.write(DATABASE_OUTPUTS.instanceIdentifier, postgres.instance.identifier)
    this.write(DATABASE_OUTPUTS.instanceResourceId, postgres.instance.resourceId)
    this.write(DATABASE_OUTPUTS.address, postgres.instance.address)
    this.write(DATABASE_OUTPUTS.port, postgres.port)
    this.write(DATABASE_OUTPUTS.masterSecretArn, postgres.masterSecretArn)
    this.write(DATABASE_OUTPUTS.securityGroupId, group.groupId)
    this.write(DATABASE_OUTPUTS.migrationSecurityGroupId, migration.groupIdOrEmpty)
  }

  private get server() {
    const { databaseServer } = this.target.system
    if (databaseServer === undefined) throw new RangeError(`${this.target.name} has no database server`)
    return databaseServer
  }

  private get size() {
    const { database } = this.target.environment
    if (database === undefined)
      throw new RangeError(`${this.target.name} has no size for its database server`)
    return database
  }

  private get hasSource(): boolean {
    return Object.keys(this.target.environment.source).length > 0
  }

  private addMigrationAccess(): TerraformVariable {
    const variable = new TerraformVariable(this, DATABASE_VARIABLES.migrationAccess, {
      type: 'bool',
      nullable: false,
      default: true,
      description: 'The migration reaches the server, and the server its source. `complete` turns it off.',
    })
    variable.overrideLogicalId(DATABASE_VARIABLES.migrationAccess)
    return variable
  }

  /** Worn by the server. */
  private addGroup(): SecurityGroup {
    const group = new SecurityGroup(this, 'group', {
      name: databaseIdentifier(this.target),
      description: 'PostgreSQL server: reached by tasks and functions of the VPC',
      vpcId: this.read('network', NETWORK_OUTPUTS.vpcId),
    })
    const clients = {
      task: NETWORK_OUTPUTS.taskSecurityGroupId,
      function: NETWORK_OUTPUTS.functionSecurityGroupId,
    }
    for (const [client, output] of Object.entries(clients)) {
      group.allowIn(client, {
        description: `PostgreSQL from the ${client} group`,
        port: this.server.port,
        peer: { referencedSecurityGroupId: this.read('network', output) },
      })
    }
    if (this.hasSource) {
      // The server itself subscribes to the source. The direct connection only: the pooler carries no replication.
      group.allowOutAnywhere('source', {
        description: 'Replication from the PostgreSQL of Supabase, until the phase is complete',
        port: SUPABASE_POSTGRES_PORTS.direct,
        enabled: this.migrationAccess,
      })
    }
    return group
  }

  /** Worn by the tasks of the migration, instead of the group of services: its ways are there until `complete`, no longer. */
  private addMigrationGroup(server: SecurityGroup): SecurityGroup {
    const { port } = this.server
    const migration = new SecurityGroup(this, 'migration', {
      name: `${prefix(this.target)}-migration`,
      description: 'Tasks of the migration: to the server, to its source and to AWS',
      vpcId: this.read('network', NETWORK_OUTPUTS.vpcId),
      enabled: this.migrationAccess,
    })
    migration.allowOut('server', {
      description: 'PostgreSQL of the server',
      port,
      peer: { referencedSecurityGroupId: server.groupId },
    })
    migration.allowOutAnywhere('https', {
      description: 'HTTPS to AWS and to the API of Supabase',
      port: HTTPS_PORT,
    })
    if (this.hasSource) {
      for (const [kind, source] of Object.entries(SUPABASE_POSTGRES_PORTS)) {
        migration.allowOutAnywhere(`supabase-${kind}`, {
          description: `PostgreSQL of Supabase (${kind})`,
          port: source,
        })
      }
    }
    server.allowIn('migration', {
      description: 'PostgreSQL from the migration, until the phase is complete',
      port,
      peer: { referencedSecurityGroupId: migration.groupId },
      enabled: this.migrationAccess,
    })
    return migration
  }

  private addServer(group: SecurityGroup): Postgres {
    const { region, accountId } = this.target.environment
    return new Postgres(this, 'postgres', {
      ...this.size,
      identifier: databaseIdentifier(this.target),
      engineVersion: this.server.version,
      port: this.server.port,
      masterUsername: this.server.masterUsername,
      masterSecretName: secretName(this.target, MASTER_SECRET),
      dbName: this.firstDatabase(),
      extensions: this.server.extensions,
      subnetIds: this.readList('network', NETWORK_OUTPUTS.privateSubnetIds),
      securityGroupIds: [group.groupId],
      kmsKeyArn: this.read('foundation', FOUNDATION_OUTPUTS.dataKeyArn),
      region,
      accountId,
      permissionsBoundary: boundaryArn(this.target),
    })
  }

  /**
   * RDS makes one database with the server: the first app's. Those of the other apps are made by the database phase, from
   * inside the VPC: Terraform runs outside and does not reach a private server.
   */
  private firstDatabase(): string {
    const [name] = Object.values(this.target.system.apps).flatMap(({ database }) => database?.name ?? [])
    if (name === undefined) throw new RangeError(`no app of ${this.target.system.name} has a database`)
    return name
  }

  private addAlarms(postgres: Postgres): void {
    const { alarms } = this.target.environment
    const { instanceClass, allocatedStorageGb } = this.size
    const memoryGib = instanceMemoryGib(instanceClass)
    if (memoryGib === undefined) throw new RangeError(`the memory of ${instanceClass} is not known`)
    new PostgresAlarms(this, 'alarms', {
      postgres,
      identifier: databaseIdentifier(this.target),
      topicArn: this.read('foundation', FOUNDATION_OUTPUTS.alarmTopicArn),
      allocatedStorageGb,
      memoryGib,
      cpuPercent: alarms.databaseCpuPercent,
      freeStoragePercent: alarms.databaseFreeStoragePercent,
    })
  }
}
