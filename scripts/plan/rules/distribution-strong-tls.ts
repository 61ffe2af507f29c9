import { eachBlock, mustBe, requires, textOf, texts } from '../judge/faults'
import type { Fault, Rule } from '../judge/rule'
import { block, type Values } from '../resources/resource'

export const distributionStrongTls: Rule = {
  id: 'distribution-strong-tls',
  title: 'Distributions speak TLS 1.2 or newer, on both sides',
  row: 69,
  checkov: 'CKV_AWS_174, CKV2_AWS_54, CKV2_AWS_72',
  trivy: 'AWS-0013',
  severity: 'high',
  appliesTo: ['aws_cloudfront_distribution'],
  fix: 'Set minimum_protocol_version to TLSv1.2_2021; origins: https-only with TLSv1.2.',
  exception:
    "CloudFront's own domain: AWS fixes its TLS version; rule distribution-own-certificate speaks of it.",
  check: (distribution) => [
    ...eachBlock(distribution, 'viewer_certificate', { missing: 'a certificate', check: strongCertificate }),
    ...block(distribution.values, 'origin').flatMap((origin) =>
      eachBlock(origin, 'custom_origin_config', { check: strongOrigin }).map((fault) => ({
        ...fault,
        attribute: `origin ${textOf(origin['origin_id'])}: ${fault.attribute}`,
      })),
    ),
  ],
}

function strongCertificate(certificate: Values): readonly Fault[] {
  if (certificate['cloudfront_default_certificate'] === true) return []
  return requires(certificate, 'minimum_protocol_version', {
    expected: 'TLSv1.2_2021 or newer',
    holds: (version) => typeof version === 'string' && /^TLSv1\.(?:2_20(?:2[1-9]|[3-9]\d)|3)/.test(version),
  })
}

function strongOrigin(origin: Values): readonly Fault[] {
  return [
    ...mustBe(origin, 'origin_protocol_policy', 'https-only'),
    ...requires(origin, 'origin_ssl_protocols', {
      expected: 'TLSv1.2 alone',
      holds: (protocols) =>
        texts(protocols).length > 0 && texts(protocols).every((name) => name === 'TLSv1.2'),
    }),
  ]
}
