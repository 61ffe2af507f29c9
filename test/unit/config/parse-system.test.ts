import type { ConfigError } from '../../../cdktf/config/config-error'
import { parseSystem } from '../../../cdktf/config/parse-system'
import { aiuteur } from '../../../cdktf/systems/aiuteur'
import { at, changed, faultsOf } from './faulty'

describe('a system file', () => {
  it('is accepted as it stands', () => {
    expect(faultsOf(aiuteur)).toEqual([])
  })

  it('gets its defaults, in one place', () => {
    const { environments, apps } = parseSystem(aiuteur)
    expect(environments['dev']?.alarms.databaseCpuPercent).toBe(80)
    expect(environments['dev']?.source['aiuteur']?.supabase.hosts).toEqual([
      'hvmtqzkwxplbnrcdfgse.supabase.co',
      'hvmtqzkwxplbnrcdfgse.storage.supabase.co',
    ])
    expect(apps['aiuteur']?.storage?.buckets['images']?.lifecycle.noncurrentVersionExpirationDays).toBe(90)
  })

  it('can be parsed again once it is parsed', () => {
    const once = parseSystem(aiuteur)
    expect(parseSystem(once)).toEqual(once)
  })

  it('fails with one line for each of three faults: a value, an unknown key, a rule', () => {
    const system = changed((input) => {
      at(input, 'environments', 'prod', 'database')['backupRetentionDays'] = 0
      at(input, 'apps', 'aiuteur', 'storage')['uplaodUrlSeconds'] = 60
      at(input, 'environments', 'dev', 'budget')['alertsUsd'] = [200, 100]
    })
    expect(faultsOf(system)).toEqual([
      'apps.aiuteur.storage.uplaodUrlSeconds: unknown key',
      'environments.prod.database.backupRetentionDays: 0 given, expected 1 to 35',
      'environments.dev.budget.alertsUsd: [200,100] given, expected ascending amounts',
    ])
  })

  it('fails with the system and a stable code', () => {
    const system = changed((input) => (input.phases.foundation = 'keep'))
    expect(() => parseSystem(system)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', system: 'aiuteur' }) as ConfigError,
    )
  })

  it.each([
    [
      'a missing field',
      (s: unknown) => delete at(s, 'environments', 'prod')['region'],
      'environments.prod.region: missing, expected an AWS region such as us-east-1',
    ],
    [
      'a wrong type',
      (s: unknown) => (at(s, 'environments', 'prod')['accountId'] = 123456789012),
      'environments.prod.accountId: 123456789012 given, expected 12 digits',
    ],
    [
      'an unknown phase mode',
      (s: unknown) => (at(s, 'phases')['auth'] = 'maybe'),
      'phases.auth: "maybe" given, expected one of migrate, keep, new',
    ],
    ['an unknown phase', (s: unknown) => (at(s, 'phases')['moon'] = 'new'), 'phases.moon: unknown key'],
    [
      'a missing repository id',
      (s: unknown) => delete at(s, 'github')['repositoryId'],
      'github.repositoryId: missing, expected digits',
    ],
    [
      'an app name AWS would refuse',
      (s: unknown) => (at(s, 'apps')['My App'] = {}),
      'apps.My App: not a usable name, expected lower-case letters, digits and hyphens, at most 20',
    ],
    [
      'a project ref that is none',
      (s: unknown) => (at(s, 'environments', 'dev', 'source', 'aiuteur', 'supabase')['projectRef'] = 'abc'),
      'environments.dev.source.aiuteur.supabase.projectRef: "abc" given, expected 20 lower-case letters',
    ],
    [
      'a public database',
      (s: unknown) => (at(s, 'databaseServer')['publiclyAccessible'] = true),
      'databaseServer.publiclyAccessible: true given, expected false',
    ],
    [
      'a method in a list',
      (s: unknown) =>
        (at(s, 'apps', 'aiuteur', 'storage', 'buckets', 'videos')['cors'] = [{ methods: ['PATCH'] }]),
      'apps.aiuteur.storage.buckets.videos.cors[0].methods[0]: "PATCH" given, expected one of GET, HEAD, PUT, POST, DELETE',
    ],
    [
      'any origin',
      (s: unknown) => (at(s, 'environments', 'dev')['webOrigins'] = ['*']),
      'environments.dev.webOrigins[0]: "*" given, expected an https origin',
    ],
  ])('fails with the path, the value given and what is expected: %s', (_name, change, expected) => {
    expect(faultsOf(changed(change))).toContain(expected)
  })

  it.each([[undefined], [5], ['aiuteur'], [null], [[]]])(
    'fails where it is no system at all: %p',
    (input) => {
      expect(faultsOf(input).length).toBeGreaterThan(0)
    },
  )

  it('fails with the fault alone where a whole part has the wrong form', () => {
    const system = changed((input) => (at(input, 'environments', 'prod')['budget'] = []))
    expect(faultsOf(system)).toEqual(['environments.prod.budget: [] given, expected object'])
  })

  it('does not let a rule judge a field that is faulty itself', () => {
    const system = changed((input) => (at(input, 'environments', 'prod', 'database')['multiAz'] = 'no'))
    expect(faultsOf(system)).toEqual([
      'environments.prod.database.multiAz: "no" given, expected true or false',
    ])
  })
})
