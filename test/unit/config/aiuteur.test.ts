import { parseSystem } from '../../../cdktf/config/parse-system'
import { aiuteur } from '../../../cdktf/systems/aiuteur'

const { apps, environments, ...system } = parseSystem(aiuteur)
const app = apps['aiuteur']
const { dev, prod } = environments

/** Facts of the seeds, so that an edit of the file cannot lose one unseen. */
describe('Aiuteur', () => {
  it('has three buckets: two public, videos private', () => {
    const buckets = Object.entries(app?.storage?.buckets ?? {})
    expect(buckets.map(([id, { access }]) => [id, access])).toEqual([
      ['asset-images', 'public'],
      ['images', 'public'],
      ['videos', 'private'],
    ])
  })

  it.each([
    ['asset-images', ['GET', 'PUT', 'POST', 'HEAD']],
    ['images', ['GET', 'PUT', 'POST', 'HEAD']],
    ['videos', ['GET']],
  ])('answers browsers that ask %s for %p, for 3000 s', (id, methods) => {
    expect(app?.storage?.buckets[id]?.cors).toEqual([
      { methods, allowedHeaders: ['*'], exposeHeaders: ['ETag'], maxAgeSeconds: 3000 },
    ])
  })

  it('lets only the backend upload', () => {
    expect(app?.storage?.uploadUrlSeconds).toBe(0)
  })

  it('has PostgreSQL 16 on 5432, database aiuteur, private, with its policies kept', () => {
    expect(system.databaseServer).toMatchObject({
      engine: 'postgres',
      version: '16',
      port: 5432,
      publiclyAccessible: false,
    })
    expect(app?.database).toEqual({ name: 'aiuteur', rowLevelSecurity: 'keep' })
  })

  it('is small in dev: db.t3.micro, 20 GB, one zone, API 0.5 vCPU and 1 GB, worker 0.25 and 0.5', () => {
    expect(dev?.database).toMatchObject({
      instanceClass: 'db.t3.micro',
      allocatedStorageGb: 20,
      multiAz: false,
      backupRetentionDays: 7,
    })
    expect(dev?.services['aiuteur']).toEqual({
      api: { cpuUnits: 512, memoryMb: 1024, desiredCount: 1 },
      worker: { cpuUnits: 256, memoryMb: 512, desiredCount: 1 },
    })
  })

  it('is medium in prod: db.t3.small, 100 GB, two zones, API 1 vCPU and 2 GB twice, worker 0.5 and 1', () => {
    expect(prod?.database).toMatchObject({
      instanceClass: 'db.t3.small',
      allocatedStorageGb: 100,
      multiAz: true,
      backupRetentionDays: 35,
    })
    expect(prod?.services['aiuteur']).toEqual({
      api: { cpuUnits: 1024, memoryMb: 2048, desiredCount: 2 },
      worker: { cpuUnits: 512, memoryMb: 1024, desiredCount: 1 },
    })
  })

  it('serves its API on 3001 and polls for jobs every 10 s', () => {
    expect(app?.services['api']).toMatchObject({ kind: 'api', port: 3001, healthPath: '/health' })
    expect(app?.services['worker']).toMatchObject({ kind: 'worker', pollSeconds: 10 })
  })

  it('keeps the secrets that the seed names', () => {
    expect(Object.keys(system.secrets)).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'GOOGLE_CREDENTIALS', 'API_KEYS']),
    )
  })

  it('has the pool aiuteur-users, in us-east-1, with alerts at 100 and 200 USD', () => {
    expect(system.userPool?.name).toBe('aiuteur-users')
    expect([dev?.region, prod?.region]).toEqual(['us-east-1', 'us-east-1'])
    expect(dev?.budget.alertsUsd).toEqual([100, 200])
    expect(prod?.budget.alertsUsd).toEqual(expect.arrayContaining([100, 200]))
  })
})
