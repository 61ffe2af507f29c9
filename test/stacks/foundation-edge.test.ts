import { aiuteur } from '../../cdktf/systems/aiuteur'
import { studio as studioInput } from '../../cdktf/systems/studio'
import { at, changed } from '../unit/config/faulty'
import { inside, keysOf, synthesized, type Config, type Synthesized } from './synthesized'

// What the foundation has of the edge: names, mail, the web ACL, GuardDuty.

const stacks = synthesized([aiuteur, studioInput])

function foundationOf(name: string, from = stacks): Synthesized {
  const stack = from.get(`${name}-foundation`)
  if (stack === undefined) throw new Error(`no foundation of ${name}`)
  return stack
}

const dev = foundationOf('aiuteur-dev')

describe('the zone of an environment', () => {
  it('is made, and tells what its parent has to name', () => {
    expect(dev.ofType('aws_route53_zone').map(({ config }) => config['name'])).toEqual([
      'dev.aiuteur.example',
    ])
    expect(inside(dev.json, 'output', 'name_servers', 'value')).toMatch(/name_servers\}$/)
  })

  it('is looked up where it exists', () => {
    const existing = changed((input) => {
      at(input, 'environments', 'dev')['dns'] = { zone: 'dev.aiuteur.example', ownership: 'existing' }
    })
    const stack = foundationOf('aiuteur-dev', synthesized([existing]))
    expect(stack.ofType('aws_route53_zone')).toEqual([])
    expect(inside(stack.json, 'data', 'aws_route53_zone')).toBeDefined()
    expect(inside(stack.json, 'output', 'zone_id', 'value')).toMatch(/^\$\{data\.aws_route53_zone\./)
    expect(inside(stack.json, 'output', 'name_servers')).toBeUndefined()
  })

  it('signs mail by three keys, where something sends mail', () => {
    const links = changed((input) => (at(input, 'userPool')['methods'] = ['password', 'magic-link']))
    const stack = foundationOf('aiuteur-dev', synthesized([links]))
    expect(stack.ofType('aws_sesv2_email_identity').map(({ config }) => config['email_identity'])).toEqual([
      'dev.aiuteur.example',
    ])
    expect(stack.ofType('aws_route53_record').map(({ config }) => config['type'])).toEqual([
      'CNAME',
      'CNAME',
      'CNAME',
    ])
    expect(dev.ofType('aws_sesv2_email_identity')).toEqual([])
  })
})

describe('the web ACL of the edge', () => {
  const groupsOf = (stack: Synthesized) =>
    (inside(stack.ofType('aws_wafv2_web_acl')[0]?.config, 'rule') as Config[]).map((rule) =>
      inside(rule, 'statement', 'managed_rule_group_statement'),
    )

  it('refuses known bad addresses and inputs, Log4j among them', () => {
    const [acl] = dev.ofType('aws_wafv2_web_acl')
    expect(acl?.config).toMatchObject({ scope: 'CLOUDFRONT', default_action: { allow: {} } })
    expect(groupsOf(dev).map((group) => inside(group, 'name'))).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ])
    for (const rule of inside(acl?.config, 'rule') as Config[]) {
      // `count` here would switch the whole group off.
      expect(rule['override_action']).toEqual({ none: {} })
    }
  })

  it('only counts large bodies: uploads are large', () => {
    expect(groupsOf(dev).map((group) => inside(group, 'rule_action_override'))).toEqual([
      undefined,
      undefined,
      [{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }],
    ])
  })

  it('logs what it refuses, without tokens, under a key', () => {
    const [logging] = dev.ofType('aws_wafv2_web_acl_logging_configuration')
    expect(JSON.stringify(logging?.config['redacted_fields'])).toContain('authorization')
    const [group] = dev.ofType('aws_cloudwatch_log_group')
    expect(group?.config).toMatchObject({ name: 'aws-waf-logs-aiuteur-dev-edge', retention_in_days: 365 })
    expect(group?.config['kms_key_id']).toMatch(/data-key/)
  })

  it('has its logs and a key for them in us-east-1, wherever the system is', () => {
    const european = changed((input) => (at(input, 'environments', 'dev')['region'] = 'eu-central-1'))
    const stack = foundationOf('aiuteur-dev', synthesized([european]))
    const edge = stack.resources.filter(({ path }) => path.startsWith('edge'))
    expect(edge.map(({ path }) => path).sort()).toEqual([
      'edge-key/alias',
      'edge-key/key',
      'edge/logging',
      'edge/logs/group',
      'edge/web-acl',
    ])
    expect(edge.map(({ config }) => config['provider'])).toEqual(edge.map(() => 'aws.edge'))
    expect(String(inside(stack.ofType('aws_cloudwatch_log_group')[0]?.config, 'kms_key_id'))).toContain(
      'edge-key',
    )
  })
})

describe('GuardDuty', () => {
  const studio = foundationOf('studio-dev')

  it('watches objects, sign-ins and functions where an environment asks for it', () => {
    expect(studio.ofType('aws_guardduty_detector').map(({ config }) => config['enable'])).toEqual([true])
    expect(studio.ofType('aws_guardduty_detector_feature').map(({ config }) => config['name'])).toEqual([
      'LAMBDA_NETWORK_LOGS',
      'RDS_LOGIN_EVENTS',
      'S3_DATA_EVENTS',
    ])
    expect(dev.ofType('aws_guardduty_detector')).toEqual([])
  })

  it('tells the alarm topic, which admits EventBridge, as its key does', () => {
    const [target] = studio.ofType('aws_cloudwatch_event_target')
    expect(target?.config['arn']).toMatch(/^\$\{aws_sns_topic\.alarms/)
    // EventBridge names no source towards an encrypted topic: a condition on one would refuse every finding.
    for (const type of ['aws_sns_topic_policy', 'aws_kms_key']) {
      const [statement, ...others] = admitted(studio, type)
      expect(statement).toMatchObject({ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } })
      expect(keysOf(statement)).not.toContain('Condition')
      expect(others).toEqual([])
    }
  })

  it('lets EventBridge in nowhere without it', () => {
    for (const type of ['aws_sns_topic_policy', 'aws_kms_key']) expect(admitted(dev, type)).toEqual([])
  })

  /** Statements for EventBridge. */
  function admitted(stack: Synthesized, type: string): unknown[] {
    const document: unknown = JSON.parse(String(stack.ofType(type)[0]?.config['policy']))
    const statements = inside(document, 'Statement')
    if (!Array.isArray(statements)) throw new Error(`${type} has no statements`)
    return statements.filter((one: unknown) => JSON.stringify(one).includes('events.amazonaws.com'))
  }
})
