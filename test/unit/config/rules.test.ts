import { RULES } from '../../../cdktf/config/rules'
import type { SystemInput } from '../../../cdktf/config/schema'
import { at, changed, faultsOf } from './faulty'

type Change = (system: SystemInput) => unknown

const prod = (s: SystemInput, ...path: string[]) => at(s, 'environments', 'prod', ...path)
const app = (s: SystemInput, ...path: string[]) => at(s, 'apps', 'aiuteur', ...path)

type FunctionInput = NonNullable<SystemInput['apps'][string]['functions']>[string]

function addFunction(system: SystemInput, fields: Partial<FunctionInput>, name = 'job'): void {
  for (const each of Object.values(system.apps)) {
    each.functions = { ...each.functions, [name]: { description: 'Works', ...fields } }
  }
}

/** For each rule a system that breaks it, and the one line that must come. */
const BROKEN: Record<string, [Change, string]> = {
  'foundation-is-new': [
    (s) => (s.phases.foundation = 'migrate'),
    'phases.foundation: migrate given, expected new',
  ],
  'decommission-has-no-source-to-keep': [
    (s) => (s.phases.decommission = 'new'),
    'phases.decommission: new given, expected migrate or keep',
  ],
  'decommission-comes-last': [
    (s) => (s.phases.auth = 'keep'),
    'phases.decommission: migrate given, expected keep as long as auth is kept on Supabase',
  ],
  'migrated-phase-has-a-source': [
    (s) => (prod(s)['source'] = {}),
    'environments.prod.source: no app with storage has a source, but storage is migrate',
  ],
  'migrated-database-has-a-server': [
    (s) => delete s.databaseServer,
    'databaseServer: missing, an app has a database',
  ],
  'migrated-auth-has-a-pool': [(s) => delete s.userPool, 'userPool: missing, an app has auth'],
  'production-database-is-multi-az': [
    (s) => (prod(s, 'database')['multiAz'] = false),
    'environments.prod.database.multiAz: false given, expected true in production',
  ],
  'production-database-is-protected': [
    (s) => (prod(s, 'database')['deletionProtection'] = false),
    'environments.prod.database.deletionProtection: false given, expected true in production',
  ],
  'production-database-keeps-backups': [
    (s) => (prod(s, 'database')['backupRetentionDays'] = 1),
    'environments.prod.database.backupRetentionDays: 1 given, expected at least 7 in production',
  ],
  'database-server-has-a-size': [
    (s) => delete prod(s)['database'],
    'environments.prod.database: missing, the system has a database server',
  ],
  'database-memory-is-known': [
    (s) => (prod(s, 'database')['instanceClass'] = 'db.x2g.large'),
    'environments.prod.database.instanceClass: db.x2g.large given, expected a class m, r or t of size micro, small, medium, large, xlarge, 2xlarge, 4xlarge, 8xlarge, 12xlarge, 16xlarge, 24xlarge',
  ],
  'environment-name-begins-no-other': [
    (s) => (s.environments['prod-2'] = structuredClone(at(s, 'environments', 'prod')) as never),
    'environments.prod-2: begins with prod-, expected a name that no other begins',
  ],
  'database-storage-can-grow': [
    (s) => (prod(s, 'database')['maxAllocatedStorageGb'] = 50),
    'environments.prod.database.maxAllocatedStorageGb: 50 given, expected more than allocatedStorageGb 100',
  ],
  'budget-alerts-ascend': [
    (s) => (prod(s, 'budget')['alertsUsd'] = [100, 100]),
    'environments.prod.budget.alertsUsd: [100,100] given, expected ascending amounts',
  ],
  'github-provider-has-one-owner': [
    (s) => (prod(s)['githubProvider'] = 'own'),
    'environments.prod.githubProvider: own given, expected shared, another environment of account 123456789012 owns it',
  ],
  'source-belongs-to-an-app': [
    (s) => (prod(s, 'source')['echo'] = { supabase: { projectRef: 'abcdefghijklmnopqrst' } }),
    'environments.prod.source.echo: unknown app, expected one of aiuteur',
  ],
  'source-project-is-used-once': [
    (s) => (prod(s, 'source', 'aiuteur', 'supabase')['projectRef'] = 'hvmtqzkwxplbnrcdfgse'),
    'environments.prod.source.aiuteur.supabase.projectRef: hvmtqzkwxplbnrcdfgse given, expected a project of its own',
  ],
  'source-can-be-reached': [
    (s) => (prod(s, 'network')['nat'] = 'none'),
    'environments.prod.network.nat: none given, expected one or per-zone while the environment has a source',
  ],
  'aws-can-be-reached': [
    (s) => (prod(s, 'network')['nat'] = 'none'),
    'environments.prod.network.interfaceEndpoints: false given, expected true without a NAT gateway',
  ],
  'network-is-used-once': [
    (s) => (prod(s, 'network')['cidr'] = '10.20.0.0/16'),
    'environments.prod.network.cidr: 10.20.0.0/16 given, expected one that no other environment of account 123456789012 has',
  ],
  'domain-lies-in-the-zone': [
    (s) => (prod(s, 'domains', 'aiuteur')['web'] = 'aiuteur.test'),
    'environments.prod.domains.aiuteur.web: aiuteur.test given, expected a name in the zone aiuteur.example',
  ],
  'domain-belongs-to-an-app': [
    (s) => (prod(s, 'domains')['echo'] = { web: 'echo.aiuteur.example' }),
    'environments.prod.domains.echo: unknown app, expected one of aiuteur',
  ],
  'domains-are-unique': [
    (s) => (prod(s, 'domains', 'aiuteur')['web'] = 'dev.aiuteur.example'),
    'environments.prod.domains.aiuteur.web: dev.aiuteur.example given, expected a name used once',
  ],
  'api-domain-has-one-owner': [
    (s) => addFunction(s, { routes: [{ method: 'GET', path: '/x' }] }),
    'apps.aiuteur: has an API service and functions with routes, expected one of both',
  ],
  'bucket-name-is-legal': [
    (s) => (app(s, 'storage', 'buckets')['User Files'] = { access: 'private' }),
    'apps.aiuteur.storage.buckets.User Files.name: S3 does not take aiuteur-prod-User Files-123456789012, expected 3 to 63 lower-case letters, digits and hyphens',
  ],
  'bucket-name-is-unique': [
    (s) => (app(s, 'storage', 'buckets', 'videos')['name'] = 'images'),
    'apps.aiuteur.storage.buckets.videos.name: aiuteur-dev-images-123456789012 is used twice, expected a name of its own',
  ],
  'public-bucket-says-who-reads': [
    (s) => delete app(s, 'storage', 'buckets', 'images')['cors'],
    'apps.aiuteur.storage.buckets.images.cors: no rule with GET, expected one for a public bucket',
  ],
  'bucket-is-mapped-or-ignored': [
    (s) => (app(s, 'storage')['ignoredBuckets'] = ['images']),
    'apps.aiuteur.storage.ignoredBuckets: images is mapped too, expected one of both',
  ],
  'upload-url-is-short-lived': [
    (s) => (app(s, 'storage')['uploadUrlSeconds'] = 901),
    'apps.aiuteur.storage.uploadUrlSeconds: 901 given, expected at most 900',
  ],
  'object-outlives-its-tiering': [
    (s) => (app(s, 'storage', 'buckets', 'videos')['lifecycle'] = { expirationDays: 30 }),
    'apps.aiuteur.storage.buckets.videos.lifecycle.expirationDays: 30 given, expected more than intelligentTieringAfterDays 30',
  ],
  'api-can-be-reached-and-checked': [
    (s) => delete app(s, 'services', 'api')['healthPath'],
    'apps.aiuteur.services.api.healthPath: missing, expected for an API',
  ],
  'api-has-a-domain': [
    (s) => delete prod(s, 'domains', 'aiuteur')['api'],
    'environments.prod.domains.aiuteur.api: missing, expected the host name of its API',
  ],
  'prefix-fits-a-load-balancer': [
    (s) => (s.name = 'aiuteur-of-the-north'),
    'environments.prod: names begin with 25 characters, expected at most 22 for system and environment together',
  ],
  'secret-is-declared': [
    (s) => (app(s, 'services', 'worker')['secrets'] = ['PASSWORD']),
    'apps.aiuteur.services.worker.secrets: PASSWORD given, expected one of DATABASE_URL, GOOGLE_CREDENTIALS, API_KEYS, SUPABASE_SERVICE_ROLE_KEY, SUPABASE_JWT_SECRET',
  ],
  'service-has-a-size': [
    (s) => delete prod(s, 'services', 'aiuteur')['worker'],
    'environments.prod.services.aiuteur.worker: missing, expected a size for each service',
  ],
  'size-belongs-to-a-service': [
    (s) => (prod(s, 'services', 'aiuteur')['cron'] = { cpuUnits: 256, memoryMb: 512, desiredCount: 1 }),
    'environments.prod.services.aiuteur.cron: unknown service',
  ],
  'size-exists-on-fargate': [
    (s) => (prod(s, 'services', 'aiuteur', 'api')['memoryMb'] = 1024),
    'environments.prod.services.aiuteur.api.memoryMb: 1024 given, expected 2048 to 8192 in steps of 1024 with 1024 CPU units',
  ],
  'production-api-survives-a-task': [
    (s) => (prod(s, 'services', 'aiuteur', 'api')['desiredCount'] = 1),
    'environments.prod.services.aiuteur.api.desiredCount: 1 given, expected at least 2 in production',
  ],
  'function-is-started-by-something': [
    (s) => addFunction(s, {}),
    'apps.aiuteur.functions.job: nothing starts it, expected routes, schedule, bucketEvents, queue or websocket',
  ],
  'websocket-function-does-nothing-else': [
    (s) => addFunction(s, { websocket: true, schedule: 'rate(1 day)' }),
    'apps.aiuteur.functions.job.websocket: true given, expected a function of its own',
  ],
  'websocket-function-is-one-per-app': [
    (s) => {
      addFunction(s, { websocket: true }, 'chat')
      addFunction(s, { websocket: true }, 'presence')
    },
    'apps.aiuteur.functions: chat, presence have websocket, expected one of them at most',
  ],
  'websocket-has-realtime': [
    (s) => addFunction(s, { schedule: 'rate(1 day)', access: { redis: true } }),
    'apps.aiuteur.functions.job: needs Redis or a WebSocket, expected realtime in the system',
  ],
  'realtime-has-a-size': [
    (s) => (s.realtime = {}),
    'environments.prod.redis: missing, the system has realtime',
  ],
  'access-names-what-the-app-has': [
    (s) => addFunction(s, { schedule: 'rate(1 day)', access: { tables: ['jobs'] } }),
    'apps.aiuteur.functions.job.access.tables: jobs given, expected one of none',
  ],
  'starter-is-of-the-app': [
    (s) => addFunction(s, { bucketEvents: { bucket: 'film' } }),
    'apps.aiuteur.functions.job.bucketEvents.bucket: film given, expected one of asset-images, images, videos',
  ],
  'function-name-fits': [
    (s) => {
      // 20 letters each for system, app and function, and 4 for the environment.
      s.name = 'a-system-of-20-chars'
      s.apps['an-app-with-20-chars'] = { description: 'Long' }
      addFunction(s, { schedule: 'rate(1 day)' }, 'a-function-20-chars1')
    },
    'apps.an-app-with-20-chars.functions.a-function-20-chars1: a-system-of-20-chars-dev-an-app-with-20-chars-a-function-20-chars1 given, expected at most 64 characters',
  ],
  'trust-fits-its-limit': [
    (s) => (s.github.repository = `${'o'.repeat(39)}/${'r'.repeat(100)}`),
    `github.repository: ${'o'.repeat(39)}/${'r'.repeat(100)} given, expected a shorter name: with it a role's trust has more than 2048 characters`,
  ],
  'user-pool-has-one-source': [
    (s) => {
      s.apps['other'] = { description: 'Other', auth: { clientName: 'other-web' } }
      for (const environment of Object.values(s.environments)) {
        environment.source = {
          ...environment.source,
          other: { supabase: { projectRef: 'abcdefghijklmnopqrst' } },
        }
      }
    },
    'environments.prod.source: aiuteur, other have users, expected one source for one user pool',
  ],
  'migration-of-passwords-has-its-key': [
    (s) => delete at(s, 'secrets')['SUPABASE_SERVICE_ROLE_KEY'],
    'secrets.SUPABASE_SERVICE_ROLE_KEY: missing, expected in Secrets Manager while users move with their passwords',
  ],
  'frontend-has-a-domain': [
    (s) => delete prod(s, 'domains', 'aiuteur')['web'],
    'environments.prod.domains.aiuteur.web: missing, the app has a frontend',
  ],
  'bucket-is-not-named-like-releases': [
    (s) => (app(s, 'storage', 'buckets', 'images')['name'] = 'web'),
    'apps.aiuteur.storage.buckets.images.name: web is taken by the frontend, expected another',
  ],
}

describe('rules between fields', () => {
  it('all have an example that breaks them', () => {
    expect(Object.keys(BROKEN)).toEqual(RULES.map((rule) => rule.id))
  })

  it.each(Object.entries(BROKEN))('fails %s', (_id, [change, line]) => {
    expect(faultsOf(changed((system) => void change(system)))).toContain(line)
  })
})
