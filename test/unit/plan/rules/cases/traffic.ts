import type { RuleCase, Written } from '../case'

const STRONG = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06'
const REDIRECT = {
  protocol: 'HTTP',
  port: 80,
  default_action: [{ type: 'redirect', redirect: { protocol: 'HTTPS', status_code: 'HTTP_301' } }],
}

const balancer = (values: object): Written => ({
  aws_lb: { lb: { load_balancer_type: 'application', ...values } },
})
const listener = (values: object): Written => ({ aws_lb_listener: { l: values } })
const target = (values: object): Written => ({ aws_lb_target_group: { t: { protocol: 'HTTP', ...values } } })

function weights(...given: readonly number[]): Written {
  const target_group = given.map((weight, i) => ({ arn: `arn:${i}`, weight }))
  return { aws_lb_listener_rule: { r: { action: [{ type: 'forward', forward: { target_group } }] } } }
}

function distribution(values: object): Written {
  return {
    aws_cloudfront_distribution: {
      d: { default_cache_behavior: { viewer_protocol_policy: 'redirect-to-https' }, ...values },
    },
  }
}

const API_ORIGIN = {
  http_port: 80,
  https_port: 443,
  origin_protocol_policy: 'https-only',
  origin_ssl_protocols: ['TLSv1.2'],
}
const CERTIFICATE = { acm_certificate_arn: 'arn:c', minimum_protocol_version: 'TLSv1.2_2021' }

function webAcl(override: object): Written {
  const statement = {
    managed_rule_group_statement: { vendor_name: 'AWS', name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  }
  return {
    aws_wafv2_web_acl: { w: { rule: [{ name: 'bad-inputs', statement, override_action: override }] } },
  }
}

function hsts(seconds: number): Written {
  return {
    aws_cloudfront_response_headers_policy: {
      h: { security_headers_config: { strict_transport_security: { access_control_max_age_sec: seconds } } },
    },
  }
}

export const TRAFFIC_CASES: readonly RuleCase[] = [
  {
    rule: 'listener-https',
    fails: { 'serves HTTP': listener({ protocol: 'HTTP', default_action: [{ type: 'forward' }] }) },
    passes: { HTTPS: listener({ protocol: 'HTTPS' }), 'a redirect': listener(REDIRECT) },
  },
  {
    rule: 'listener-redirects-to-https',
    fails: {
      'serves HTTP': listener({ protocol: 'HTTP', default_action: [{ type: 'forward' }] }),
      'for now': listener({
        protocol: 'HTTP',
        default_action: [{ type: 'redirect', redirect: { protocol: 'HTTPS', status_code: 'HTTP_302' } }],
      }),
      'a rule beside the redirect': {
        ...listener(REDIRECT),
        aws_lb_listener_rule: {
          r: { listener_arn: '${aws_lb_listener.l.arn}', action: [{ type: 'forward' }] },
        },
      },
    },
    passes: {
      'for good': listener(REDIRECT),
      HTTPS: listener({ protocol: 'HTTPS', default_action: [{ type: 'forward' }] }),
    },
  },
  {
    rule: 'listener-strong-tls',
    fails: {
      'AWS default': listener({ protocol: 'HTTPS' }),
      'TLS 1.0': listener({ protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-2016-08' }),
      'weaker ciphers': listener({
        protocol: 'HTTPS',
        ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06',
      }),
    },
    passes: {
      strong: listener({ protocol: 'HTTPS', ssl_policy: STRONG }),
      'no TLS at all': listener(REDIRECT),
    },
  },
  {
    rule: 'load-balancer-access-logs',
    fails: { none: balancer({}), off: balancer({ access_logs: { enabled: false, bucket: 'logs' } }) },
    passes: { on: balancer({ access_logs: { enabled: true, bucket: 'logs' } }) },
  },
  {
    rule: 'load-balancer-drops-invalid-headers',
    fails: { 'AWS default': balancer({}) },
    passes: {
      on: balancer({ drop_invalid_header_fields: true }),
      network: balancer({ load_balancer_type: 'network' }),
    },
  },
  {
    rule: 'load-balancer-deletion-protection',
    fails: { off: balancer({ enable_deletion_protection: false }) },
    passes: { on: balancer({ enable_deletion_protection: true }) },
  },
  {
    rule: 'load-balancer-desync-defensive',
    fails: { monitor: balancer({ desync_mitigation_mode: 'monitor' }) },
    passes: { 'AWS default': balancer({}), strictest: balancer({ desync_mitigation_mode: 'strictest' }) },
  },
  {
    rule: 'load-balancer-behind-web-acl',
    fails: { alone: balancer({ internal: false }) },
    passes: {
      behind: { ...balancer({}), aws_wafv2_web_acl_association: { a: { resource_arn: '${aws_lb.lb.arn}' } } },
      internal: balancer({ internal: true }),
    },
  },
  {
    rule: 'target-group-health-check',
    fails: {
      none: target({}),
      'switched off': target({ health_check: { enabled: false, path: '/health' } }),
    },
    passes: {
      'a path': target({ health_check: { path: '/health' } }),
      'a function': target({ target_type: 'lambda' }),
    },
  },
  {
    rule: 'target-group-encrypted',
    fails: { HTTP: target({}) },
    passes: { HTTPS: target({ protocol: 'HTTPS' }), 'a function': target({ target_type: 'lambda' }) },
  },
  {
    rule: 'load-balancer-internal',
    fails: { 'of the internet': balancer({ internal: false }) },
    passes: { internal: balancer({ internal: true }) },
  },
  {
    rule: 'target-group-drains-quickly',
    fails: { 'AWS default': target({}), 'five minutes': target({ deregistration_delay: '300' }) },
    passes: { 'half a minute': target({ deregistration_delay: '30' }) },
  },
  {
    rule: 'weights-sum-to-100',
    fails: { 'too few': weights(90, 0), 'too many': weights(100, 100) },
    passes: { 'all to one': weights(100, 0), shared: weights(95, 5), 'one target': weights(1) },
  },
  {
    rule: 'deploy-tool-owns-releases',
    fails: {
      'a service': { aws_ecs_service: { s: { lifecycle: { ignore_changes: ['task_definition'] } } } },
      weights: weights(100, 0),
    },
    passes: {
      'a service': {
        aws_ecs_service: { s: { lifecycle: { ignore_changes: ['desired_count', 'task_definition'] } } },
      },
      weights: {
        aws_lb_listener_rule: {
          r: {
            ...(weights(100, 0)['aws_lb_listener_rule']?.['r'] as object),
            lifecycle: { ignore_changes: ['action'] },
          },
        },
      },
      'one target': weights(1),
    },
  },
  {
    rule: 'distribution-viewers-by-https',
    fails: {
      'HTTP too': distribution({ default_cache_behavior: { viewer_protocol_policy: 'allow-all' } }),
      'HTTP for one path': distribution({
        ordered_cache_behavior: [{ path_pattern: '/api/*', viewer_protocol_policy: 'allow-all' }],
      }),
    },
    passes: { redirected: distribution({}) },
  },
  {
    rule: 'distribution-strong-tls',
    fails: {
      'no certificate': distribution({}),
      'TLS 1.1': distribution({
        viewer_certificate: { ...CERTIFICATE, minimum_protocol_version: 'TLSv1.1_2016' },
      }),
      'plain HTTP to the origin': distribution({
        viewer_certificate: CERTIFICATE,
        origin: [
          {
            origin_id: 'api',
            custom_origin_config: { ...API_ORIGIN, origin_protocol_policy: 'match-viewer' },
          },
        ],
      }),
      'old TLS to a dynamic origin': distribution({
        viewer_certificate: CERTIFICATE,
        dynamic: {
          origin: {
            for_each: '${var.on ? [1] : []}',
            content: {
              origin_id: 'old',
              custom_origin_config: { ...API_ORIGIN, origin_ssl_protocols: ['TLSv1', 'TLSv1.2'] },
            },
          },
        },
      }),
    },
    passes: {
      strong: distribution({
        viewer_certificate: CERTIFICATE,
        origin: [{ origin_id: 'api', custom_origin_config: API_ORIGIN }],
      }),
      'the domain of CloudFront': distribution({
        viewer_certificate: { cloudfront_default_certificate: true },
      }),
    },
  },
  {
    rule: 'distribution-logs',
    fails: { none: distribution({}) },
    passes: {
      'of old': distribution({ logging_config: { bucket: 'logs' } }),
      delivered: {
        ...distribution({}),
        aws_cloudwatch_log_delivery_source: { s: { resource_arn: '${aws_cloudfront_distribution.d.arn}' } },
      },
    },
  },
  {
    rule: 'distribution-behind-web-acl',
    fails: { alone: distribution({}) },
    passes: {
      behind: distribution({
        web_acl_id: '${data.terraform_remote_state.foundation-state.outputs.edge_web_acl_arn}',
      }),
    },
  },
  {
    rule: 'web-acl-known-bad-inputs',
    fails: { 'no rules': { aws_wafv2_web_acl: { w: {} } }, 'counts only': webAcl({ count: {} }) },
    passes: { refuses: webAcl({ none: {} }) },
  },
  {
    rule: 'distribution-security-headers',
    fails: { 'no policy': distribution({}), 'an hour of HSTS': hsts(3600) },
    passes: {
      both: {
        ...distribution({
          default_cache_behavior: {
            response_headers_policy_id: '${aws_cloudfront_response_headers_policy.h.id}',
          },
        }),
        ...hsts(31_536_000),
      },
    },
  },
  {
    rule: 'distribution-signs-for-buckets',
    fails: {
      unsigned: distribution({
        origin: [{ origin_id: 'bucket', domain_name: 'b.s3.us-east-1.amazonaws.com' }],
      }),
    },
    passes: {
      signed: distribution({ origin: [{ origin_id: 'bucket', origin_access_control_id: 'E1' }] }),
      'a server': distribution({ origin: [{ origin_id: 'api', custom_origin_config: API_ORIGIN }] }),
    },
  },
  {
    rule: 'distribution-own-certificate',
    fails: {
      'of CloudFront': distribution({ viewer_certificate: { cloudfront_default_certificate: true } }),
    },
    passes: { own: distribution({ viewer_certificate: CERTIFICATE }) },
  },
  {
    rule: 'distribution-root-object',
    fails: { none: distribution({}) },
    passes: { 'a page': distribution({ default_root_object: 'index.html' }) },
  },
]
