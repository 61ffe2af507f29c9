import { App, TerraformStack } from 'cdktf'
import { LoadBalancer } from '../../cdktf/constructs/load-balancer'
import { WeightedTargets } from '../../cdktf/constructs/weighted-targets'
import { resolveTarget } from '../../cdktf/config/target'
import { publicService, servicesOf } from '../../cdktf/config/services-of'
import { systems } from '../../cdktf/systems'
import { at, backendOf, backends } from './backend-parts'
import { at as member, changed } from '../unit/config/faulty'
import { inside, synthesized, type Config } from './synthesized'

const reached = backends.filter(([, stack]) => stack.ofType('aws_lb').length > 0)
const dev = backendOf('aiuteur-dev')

it('only systems with an API have a load balancer, and what stands before it', () => {
  expect(reached.map(([name]) => name)).toEqual([
    'aiuteur-dev-backend',
    'aiuteur-prod-backend',
    'studio-dev-backend',
    'studio-prod-backend',
  ])
  for (const [name, stack] of backends.filter(([other]) => other.startsWith('community-'))) {
    const types = new Set(stack.resources.map(({ type }) => type))
    for (const type of [
      'aws_wafv2_web_acl',
      'aws_acm_certificate',
      'aws_security_group',
      'aws_route53_record',
    ])
      expect([name, types.has(type)]).toEqual([name, false])
  }
})

describe.each(reached)('%s', (name, stack) => {
  const prefix = name.replace('-backend', '')

  it('has one load balancer: public, of both address families, hardened, logged, protected', () => {
    expect(stack.ofType('aws_lb')).toHaveLength(1)
    expect(at(stack, 'aws_lb', 'load-balancer/lb')).toMatchObject({
      name: `${prefix}-public`,
      load_balancer_type: 'application',
      internal: false,
      ip_address_type: 'dualstack',
      subnets: expect.stringContaining('public_subnet_ids') as string,
      enable_deletion_protection: true,
      drop_invalid_header_fields: true,
      desync_mitigation_mode: 'defensive',
      access_logs: {
        enabled: true,
        prefix: 'alb',
        bucket: expect.stringContaining('log_bucket_name') as string,
      },
    })
  })

  it('answers HTTP with a redirect and nothing else', () => {
    expect(at(stack, 'aws_lb_listener', 'load-balancer/http')).toMatchObject({
      port: 80,
      protocol: 'HTTP',
      default_action: [
        { type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', status_code: 'HTTP_301' } },
      ],
    })
  })

  it('speaks TLS 1.2 and 1.3 with strong ciphers, and has nothing to say to a host nobody serves', () => {
    expect(at(stack, 'aws_lb_listener', 'load-balancer/https')).toMatchObject({
      port: 443,
      protocol: 'HTTPS',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
      certificate_arn: expect.stringContaining('aws_acm_certificate_validation.') as string,
      default_action: [{ type: 'fixed-response', fixed_response: { status_code: '404' } }],
    })
  })

  it('is open to the world on 443 and 80 and nowhere else', () => {
    const open = stack
      .ofType('aws_vpc_security_group_ingress_rule')
      .filter(({ config }) => config['referenced_security_group_id'] === undefined)
    expect(
      open.map(({ path, config }) => [path.split('/')[0], config['from_port'], config['to_port']]).sort(),
    ).toEqual([
      ['load-balancer', 443, 443],
      ['load-balancer', 443, 443],
      ['load-balancer', 80, 80],
      ['load-balancer', 80, 80],
    ])
  })

  it('reaches its services and nothing else, and only it reaches them', () => {
    const out = stack.ofType('aws_vpc_security_group_egress_rule')
    const groups = stack.ofType('aws_security_group')
    expect(out).toHaveLength(groups.length - 1)
    for (const { config } of out) {
      expect(config).toMatchObject({ ip_protocol: 'tcp', from_port: 3001, to_port: 3001 })
      expect(config).not.toHaveProperty('cidr_ipv4')
      expect(config).not.toHaveProperty('cidr_ipv6')
    }
    for (const { config } of groups) expect(config).not.toHaveProperty('egress')
  })

  it('shares requests out by weights that the deploy tool owns: blue first, together 100', () => {
    expect(stack.ofType('aws_lb_listener_rule').length).toBeGreaterThan(0)
    for (const { config } of stack.ofType('aws_lb_listener_rule')) {
      const groups = inside(config, 'action', 0, 'forward', 'target_group') as { weight: number }[]
      expect(groups.map(({ weight }) => weight)).toEqual([100, 0])
      expect(inside(config, 'lifecycle', 'ignore_changes')).toEqual(['action'])
      expect(config['condition']).toEqual([
        { host_header: { values: [expect.stringMatching(/^api\./)] } },
        { path_pattern: { values: ['/*'] } },
      ])
    }
  })

  it('looks at the health of each target, and lets go of one quickly', () => {
    for (const { config } of stack.ofType('aws_lb_target_group')) {
      expect(String(config['name']).length).toBeLessThanOrEqual(32)
      expect(String(config['name']).startsWith(`${prefix}-`)).toBe(true)
      expect(config).toMatchObject({
        target_type: 'ip',
        port: 3001,
        deregistration_delay: '30',
        health_check: { enabled: true, path: '/health', matcher: '200', interval: 10 },
      })
    }
  })

  it('makes each target group before the service that ECS puts behind it', () => {
    for (const { config } of stack
      .ofType('aws_ecs_service')
      .filter(({ config: c }) => 'load_balancer' in c)) {
      expect(String(inside(config, 'depends_on', 0))).toMatch(/^aws_lb_listener_rule\./)
    }
  })

  it('stands behind a web ACL that blocks, counts large bodies, and logs no token', () => {
    expect(at(stack, 'aws_wafv2_web_acl_association', 'web-acl/association')).toMatchObject({
      resource_arn: expect.stringContaining('aws_lb.') as string,
    })
    const acl = at(stack, 'aws_wafv2_web_acl', 'web-acl/web-acl')
    expect(acl['scope']).toBe('REGIONAL')
    const rules = acl['rule'] as { name: string; priority: number; action?: Config; statement: Config }[]
    expect(rules.map((rule) => rule.name)).toEqual([
      'rate-limit',
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ])
    expect(rules.map(({ priority }) => priority)).toEqual([0, 1, 2, 3])
    expect(rules[0]).toMatchObject({
      action: { block: {} },
      statement: { rate_based_statement: { limit: 10_000 } },
    })
    const common = inside(rules[3]?.statement, 'managed_rule_group_statement', 'rule_action_override')
    expect(common).toEqual([{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }])
    expect(at(stack, 'aws_wafv2_web_acl_logging_configuration', 'web-acl/logging')).toMatchObject({
      redacted_fields: [{ single_header: { name: 'authorization' } }, { single_header: { name: 'cookie' } }],
      logging_filter: { default_behavior: 'DROP' },
    })
    expect(at(stack, 'aws_cloudwatch_log_group', 'web-acl/logs/group')['name']).toBe(
      `aws-waf-logs-${prefix}-backend`,
    )
  })

  it('is named in DNS for both address families, with a certificate for every host', () => {
    const hosts = stack
      .ofType('aws_lb_listener_rule')
      .map(({ config }) => inside(config, 'condition', 0, 'host_header', 'values', 0))
    const records = stack.ofType('aws_route53_record').filter(({ config }) => 'alias' in config)
    expect(records.map(({ config }) => `${String(config['type'])} ${String(config['name'])}`).sort()).toEqual(
      hosts.flatMap((host) => [`A ${String(host)}`, `AAAA ${String(host)}`]).sort(),
    )
    expect(stack.ofType('aws_acm_certificate').map(({ config }) => config['domain_name'])).toEqual(hosts)
    // To Route 53 a load balancer with an empty target group is unhealthy, and the idle colour's is always empty.
    expect(records.map(({ config }) => inside(config, 'alias', 'evaluate_target_health'))).toEqual(
      records.map(() => false),
    )
  })

  it('rings for failing, slow or unhealthy answers, and when it answers by itself', () => {
    const alarms = stack
      .ofType('aws_cloudwatch_metric_alarm')
      .map(({ config }) => String(config['alarm_name']))
    expect(alarms).toContain(`${prefix}-load-balancer-errors`)
    for (const colour of ['blue', 'green'])
      for (const alarm of ['errors', 'latency', 'unhealthy'])
        expect(alarms.filter((alarmName) => alarmName.endsWith(`-${colour}-${alarm}`))).toHaveLength(1)
  })
})

describe('the alarms of an API', () => {
  it('ring at what the environment says', () => {
    const threshold = (target: string, alarm: string) =>
      at(backendOf(target), 'aws_cloudwatch_metric_alarm', `aiuteur-api/blue-target-alarms/${alarm}/alarm`)[
        'threshold'
      ]
    expect([threshold('aiuteur-dev', 'errors'), threshold('aiuteur-dev', 'latency')]).toEqual([5, 2])
    expect([threshold('aiuteur-prod', 'errors'), threshold('aiuteur-prod', 'latency')]).toEqual([2, 1.5])
  })

  it.each([
    [60, 4],
    [300, 8],
  ])('do not take a release back whose tasks need %d s to start', (startSeconds, minutes) => {
    const slow = changed((input) => {
      member(input, 'apps', 'aiuteur', 'services', 'api')['startSeconds'] = startSeconds
    })
    const alarm = at(
      backendOf('aiuteur-dev', synthesized([slow])),
      'aws_cloudwatch_metric_alarm',
      'aiuteur-api/blue-target-alarms/unhealthy/alarm',
    )
    expect(alarm).toMatchObject({ evaluation_periods: minutes, datapoints_to_alarm: minutes })
  })

  it('take a release back: errors and health of the colour that is filled', () => {
    const green = at(dev, 'aws_ecs_service', 'aiuteur-api/green/service')
    expect(inside(green, 'alarms', 'alarm_names')).toEqual([
      expect.stringContaining('green-target-alarms_errors'),
      expect.stringContaining('green-target-alarms_unhealthy'),
      expect.stringContaining('green-alarms_memory'),
    ])
  })
})

describe('what must not be', () => {
  it('fails where weights are not 100 together', () => {
    const stack = new TerraformStack(new App({ outdir: 'not-written' }), 'stack')
    const loadBalancer = new LoadBalancer(stack, 'load-balancer', {
      name: 'one',
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1', 'subnet-2'],
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
      accessLogs: { bucket: 'logs', prefix: 'alb' },
    })
    const targets = new Map([
      [100, 10],
      [0, 0],
      [50, 49],
    ])
    for (const [blue, green] of targets) {
      const make = () =>
        new WeightedTargets(stack, `targets-${blue}`, {
          loadBalancer,
          vpcId: 'vpc-1',
          hostName: 'api.example',
          pathPatterns: ['/*'],
          priority: 1,
          port: 3001,
          healthPath: '/health',
          targets: {
            blue: { name: 'one-blue', initialWeight: blue },
            green: { name: 'one-green', initialWeight: green },
          },
        })
      expect(make).toThrow(/weights of stack\/targets-\d+ are \d+, expected 100/)
    }
  })

  it('fails where an API has no domain', () => {
    const target = resolveTarget(systems, 'aiuteur/dev')
    const [api] = servicesOf(target)
    if (api === undefined) throw new Error('aiuteur has no service')
    const nameless = { ...target, environment: { ...target.environment, domains: {} } }
    expect(() => publicService(nameless, api)).toThrow('aiuteur/api cannot be reached')
  })
})
