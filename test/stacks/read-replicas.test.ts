import { aiuteur } from '../../cdktf/systems/aiuteur'
import { at } from '../unit/config/faulty'
import { alarmsOf, DATA_KEY, databaseOf, one } from './database-stack'
import { inside } from './synthesized'

describe('read replicas', () => {
  const replicated = databaseOf(
    aiuteur,
    'dev',
    (environment) => (at(environment, 'database')['readReplicas'] = 2),
  )
  const replicas = replicated.ofType('aws_db_instance').filter(({ path }) => path.includes('replica'))

  it('are as private and encrypted as their source, and may be removed', () => {
    expect(replicas.map(({ config }) => config['identifier'])).toEqual([
      'aiuteur-dev-database-replica-1',
      'aiuteur-dev-database-replica-2',
    ])
    for (const { config } of replicas) {
      expect(config).toMatchObject({
        replicate_source_db: expect.stringMatching(/^\$\{aws_db_instance\.postgres_instance_/) as string,
        publicly_accessible: false,
        storage_encrypted: true,
        iam_database_authentication_enabled: true,
        performance_insights_kms_key_id: DATA_KEY,
        skip_final_snapshot: true,
      })
      expect(config['lifecycle']).toBeUndefined()
    }
  })

  it('have a password that passes through the apply alone: RDS keeps none for a server with replicas', () => {
    const server = one(replicated, 'aws_db_instance', 'postgres/instance')
    expect(server).not.toHaveProperty('manage_master_user_password')
    const random = 'ephemeral.aws_secretsmanager_random_password.master.random_password'
    expect(server).toMatchObject({ password_wo: `\${${random}}`, password_wo_version: 1 })
    expect(one(replicated, 'aws_secretsmanager_secret_version')).toMatchObject({
      secret_string_wo: `\${jsonencode({ username = "aiuteur_admin", password = ${random} })}`,
    })
    expect(one(replicated, 'aws_secretsmanager_secret')).toMatchObject({
      name: 'aiuteur/dev/DATABASE_MASTER',
      kms_key_id: DATA_KEY,
      lifecycle: { prevent_destroy: true },
    })
    expect(inside(replicated.json, 'output', 'master_secret_arn', 'value')).toMatch(
      /aws_secretsmanager_secret\./,
    )
  })

  it('ring when they fall behind', () => {
    expect(alarmsOf(replicated)).toMatchObject({ 'aiuteur-dev-database-replica-2-lag': 'ReplicaLag > 60' })
  })
})
