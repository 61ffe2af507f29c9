import { systems } from '../../cdktf/systems'
import { changed } from '../unit/config/faulty'
import { at, backendOf, backends, pairs, statements, task } from './backend-parts'
import { inside, synthesized } from './synthesized'

const dev = backendOf('aiuteur-dev')

describe('a service of the backend', () => {
  const PRODUCTION = backendOf('aiuteur-prod')

  it('has the size of its environment and room to grow', () => {
    expect(at(PRODUCTION, 'aws_ecs_task_definition', 'aiuteur-api/task/task-definition')).toMatchObject({
      family: 'aiuteur-prod-api-template',
      cpu: '1024',
      memory: '2048',
    })
    expect(at(PRODUCTION, 'aws_appautoscaling_target', 'aiuteur-api/blue/autoscaling/target')).toMatchObject({
      max_capacity: 4,
    })
  })

  it('grows by CPU, and by requests where it takes any', () => {
    const policies = dev.ofType('aws_appautoscaling_policy').map(({ path }) => path)
    expect(policies.filter((path) => path.includes('/blue/'))).toEqual([
      'aiuteur-api/blue/autoscaling/cpu',
      'aiuteur-api/blue/autoscaling/requests',
      'aiuteur-worker/blue/autoscaling/cpu',
    ])
  })

  it('waits for an API that is starting, and for nothing in front of a worker', () => {
    for (const colour of ['blue', 'green']) {
      const api = at(dev, 'aws_ecs_service', `aiuteur-api/${colour}/service`)
      const start = Number(inside(task(dev, 'aiuteur-api'), 'healthCheck', 'startPeriod'))
      expect(Number(api['health_check_grace_period_seconds'])).toBeGreaterThanOrEqual(start)
      const worker = at(dev, 'aws_ecs_service', `aiuteur-worker/${colour}/service`)
      expect(worker).not.toHaveProperty('load_balancer')
      expect(worker).not.toHaveProperty('health_check_grace_period_seconds')
    }
  })

  it('gets secrets by where they are, and nothing secret by value', () => {
    const container = task(dev, 'aiuteur-api')
    expect(Object.keys(pairs(container['secrets']))).toEqual([
      'API_KEYS',
      'DATABASE_URL',
      'GOOGLE_CREDENTIALS',
      'SUPABASE_JWT_SECRET',
      'SUPABASE_SERVICE_ROLE_KEY',
    ])
    expect(pairs(container['secrets'])['DATABASE_URL']).toContain('secret_arns.DATABASE_URL')
    expect(pairs(container['environment'])).toMatchObject({
      PORT: '3001',
      BUCKET_ASSET_IMAGES: 'aiuteur-dev-asset-images-123456789012',
      STORAGE_SETTINGS: '/aiuteur/dev/storage/aiuteur',
      SWITCH_DATABASE: '/aiuteur/dev/switch/aiuteur/database',
      SUPABASE_ISSUER: 'https://hvmtqzkwxplbnrcdfgse.supabase.co/auth/v1',
      WEB_ORIGINS: 'https://dev.aiuteur.example',
    })
    expect(pairs(task(dev, 'aiuteur-worker')['environment'])).toMatchObject({ POLL_SECONDS: '10' })
  })

  it('may use what its `access` names and no more', () => {
    const resources = statements(dev, 'aiuteur-worker/task/task-role').flatMap(({ Resource }) => Resource)
    expect(resources.filter((arn) => arn.startsWith('arn:aws:s3:::'))).toEqual([
      'arn:aws:s3:::aiuteur-dev-videos-123456789012',
      'arn:aws:s3:::aiuteur-dev-videos-123456789012/*',
    ])
    const secrets = statements(dev, 'aiuteur-worker/task/execution-role').find(({ Sid }) => Sid === 'Secrets')
    expect(secrets?.Resource.map((arn) => /secret_arns\.(\w+)/.exec(arn)?.[1])).toEqual([
      'DATABASE_URL',
      'GOOGLE_CREDENTIALS',
      'API_KEYS',
      'SUPABASE_SERVICE_ROLE_KEY',
    ])
    const fanout = statements(backendOf('community-dev'), 'community-fanout/task/task-role')
    expect(fanout.map(({ Sid }) => Sid)).toEqual([
      'Tables',
      'Redis',
      'Connections',
      'DataKey',
      'SwitchesAndSettings',
    ])
  })

  it('opens secrets and objects with the data key through those services alone', () => {
    for (const role of ['execution-role', 'task-role']) {
      const keys = statements(dev, `aiuteur-api/task/${role}`).filter(({ Action }) =>
        Action.some((action) => action.startsWith('kms:')),
      )
      expect(keys).toHaveLength(1)
      expect(inside(keys[0]?.Condition, 'StringEquals', 'kms:ViaService')).toEqual([
        role === 'task-role' ? 's3.us-east-1.amazonaws.com' : 'secretsmanager.us-east-1.amazonaws.com',
      ])
    }
  })

  it('reads a secret of Parameter Store by its name', () => {
    const input = changed((system) => {
      const secret = system.secrets?.['API_KEYS']
      if (secret) secret.store = 'parameter-store'
    })
    const stack = backendOf('aiuteur-dev', synthesized([input]))
    expect(pairs(task(stack, 'aiuteur-api')['secrets'])['API_KEYS']).toBe('/aiuteur/dev/secret/API_KEYS')
    const read = statements(stack, 'aiuteur-api/task/execution-role').find(
      ({ Sid }) => Sid === 'SecretParameters',
    )
    expect(read?.Resource).toEqual([
      'arn:aws:ssm:us-east-1:123456789012:parameter/aiuteur/dev/secret/API_KEYS',
    ])
  })

  it('has no user pool to trust as long as auth is kept on Supabase', () => {
    const environment = pairs(task(backendOf('community-dev'), 'community-fanout')['environment'])
    expect(environment).not.toHaveProperty('USER_POOL_ISSUER')
    expect(pairs(task(dev, 'aiuteur-api')['environment'])).toHaveProperty('USER_POOL_ISSUER')
  })

  it('shares no name with another system in the account', () => {
    expect(systems.length).toBeGreaterThan(1)
    const names = backends.flatMap(([, stack]) =>
      ['aws_ecs_service', 'aws_ecr_repository', 'aws_iam_role', 'aws_lb_target_group'].flatMap((type) =>
        stack.ofType(type).map(({ config }) => `${type} ${String(config['name'])}`),
      ),
    )
    expect(new Set(names).size).toBe(names.length)
  })
})
