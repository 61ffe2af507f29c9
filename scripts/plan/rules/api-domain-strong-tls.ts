import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const apiDomainStrongTls: Rule = {
  id: 'api-domain-strong-tls',
  title: 'Domains of APIs speak TLS 1.2 or newer',
  row: 'own',
  checkov: 'CKV_AWS_206',
  trivy: 'AWS-0005',
  severity: 'high',
  appliesTo: ['aws_apigatewayv2_domain_name'],
  fix: 'Set domain_name_configuration.security_policy to TLS_1_2.',
  check: (domain) => mustBe(domain, 'domain_name_configuration.security_policy', 'TLS_1_2'),
}
