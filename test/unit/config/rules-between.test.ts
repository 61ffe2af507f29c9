import { parseSystems } from '../../../cdktf/config/parse-systems'
import { prefix } from '../../../cdktf/config/names'
import { faultsBetween } from '../../../cdktf/config/rules-between'
import type { SystemInput } from '../../../cdktf/config/schema'
import { targetsOf } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { synthesized } from '../../stacks/synthesized'
import { at } from './faulty'

function faultsOf(
  change: (aiuteur: SystemInput, studio: SystemInput, community: SystemInput) => void,
): string[] {
  const [aiuteur, studio, community] = structuredClone(systems) as SystemInput[]
  if (aiuteur === undefined || studio === undefined || community === undefined)
    throw new Error('three systems')
  change(aiuteur, studio, community)
  try {
    parseSystems([aiuteur, studio, community])
    return []
  } catch (error) {
    return [...(error as { faults: string[] }).faults]
  }
}

const dev = (system: SystemInput, ...path: string[]) => at(system, 'environments', 'dev', ...path)

describe('rules between systems', () => {
  it('find nothing in the systems of this repository', () => {
    expect(faultsBetween(parseSystems(systems))).toEqual([])
  })

  it('fails names of two systems that overlap in one account', () => {
    const faults = faultsOf((_aiuteur, studio) => {
      studio.name = 'aiuteur-dev'
    })
    expect(faults).toContain(
      'aiuteur-dev: environments.dev: names begin with aiuteur-dev-dev, which overlaps with aiuteur-dev of aiuteur/dev in account 123456789012',
    )
  })

  it('fails two owners of what exists once per account', () => {
    const faults = faultsOf((_aiuteur, studio, community) => {
      dev(studio)['githubProvider'] = 'own'
      dev(community)['guardDuty'] = true
    })
    expect(faults).toEqual([
      'studio: environments.dev.githubProvider: own given, expected shared, aiuteur/dev owns the provider of account 123456789012',
      'community: environments.dev.guardDuty: true given, expected false, studio/dev has the detector of account 123456789012 in us-east-1',
    ])
  })

  it('fails a zone made twice, and a Supabase project moved twice', () => {
    const faults = faultsOf((aiuteur, studio, community) => {
      dev(community)['dns'] = { zone: 'dev.studio.example', ownership: 'own' }
      dev(community, 'domains')['community'] = { api: 'api.community.dev.studio.example' }
      dev(studio, 'source', 'echo')['supabase'] = dev(aiuteur, 'source', 'aiuteur')['supabase']
    })
    expect(faults).toEqual([
      'community: environments.dev.dns.ownership: own given, expected existing, studio/dev makes the zone dev.studio.example',
      'studio: environments.dev.source: project hvmtqzkwxplbnrcdfgse given, expected one that aiuteur/dev does not move',
    ])
  })
})

/** Attributes that hold a name which AWS wants to be unique in an account, or in the world. */
const NAMES = [
  'name',
  'bucket',
  'identifier',
  'function_name',
  'alarm_name',
  'dashboard_name',
  'replication_group_id',
  'group_name',
  'rule_name',
]

/** Kinds whose name is unique only within something else of the same stack, or is not a name of ours. */
const SCOPED =
  /^aws_(?:route53_record|iam_role_policy|apigatewayv2_|lambda_alias|appautoscaling_policy|s3_bucket_|ecs_service|cloudwatch_event_target|wafv2_web_acl_logging|cognito_user_group|cognito_user_pool_client|cloudfront_key|guardduty_detector_feature|db_parameter_group_|cognito_resource)/

describe('names of three systems in one account', () => {
  const targets = parseSystems(systems).flatMap(targetsOf)
  const stacks = [...synthesized()]

  it('are all different', () => {
    const seen = new Map<string, string[]>()
    for (const [stack, { resources }] of stacks) {
      const target = targets.find((t) => stack.startsWith(`${prefix(t)}-`))
      for (const { type, path, config } of resources.filter((one) => !SCOPED.test(one.type))) {
        for (const field of NAMES) {
          const value = config[field]
          // A reference points to something named elsewhere.
          if (typeof value !== 'string' || value.includes('${')) continue
          const key = `${target?.environment.accountId ?? ''} ${type} ${field} ${value}`
          seen.set(key, [...(seen.get(key) ?? []), `${stack}/${path}`])
        }
      }
    }
    expect([...seen].filter(([, where]) => where.length > 1)).toEqual([])
    expect(seen.size).toBeGreaterThan(100)
  })
})
