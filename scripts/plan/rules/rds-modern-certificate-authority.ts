import { requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const rdsModernCertificateAuthority: Rule = {
  id: 'rds-modern-certificate-authority',
  title: 'Databases have a certificate of a current authority',
  row: 28,
  checkov: 'CKV_AWS_211',
  severity: 'medium',
  appliesTo: ['aws_db_instance', 'aws_rds_cluster_instance'],
  fix: 'Set ca_cert_identifier to rds-ca-rsa2048-g1 or newer.',
  check: (instance) =>
    requires(instance, 'ca_cert_identifier', {
      expected: 'rds-ca-rsa2048-g1, rds-ca-rsa4096-g1 or rds-ca-ecc384-g1',
      // AWS gives a new instance rds-ca-rsa2048-g1.
      holds: (name) =>
        name === undefined || (typeof name === 'string' && /^rds-ca-(?:rsa|ecc)\d+-g\d+$/.test(name)),
    }),
}
