import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate'
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation'
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record'
import type { TerraformProvider } from 'cdktf'
import { Construct } from 'constructs'

export interface CertificateProps {
  readonly domainName: string
  /** @default the domain name alone */
  readonly subjectAlternativeNames?: readonly string[]
  /** Route 53 zone in which all the names lie. */
  readonly zoneId: string
  /** CloudFront takes certificates of us-east-1 only. @default the stack's provider */
  readonly provider?: TerraformProvider
}

const RECORD_TTL_SECONDS = 300

/** A zone that its parent does not delegate yet never validates: half an hour is enough to know. */
const VALIDATION_TIMEOUT = '30m'

/** A certificate that ACM renews by itself, as long as its validation records stand in the zone. */
export class Certificate extends Construct {
  /** Of the validated certificate: who uses it waits for the validation. */
  readonly arn: string

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id)
    const where = props.provider === undefined ? {} : { provider: props.provider }
    const alternatives = [...new Set(props.subjectAlternativeNames ?? [])].filter(
      (name) => name !== props.domainName,
    )
    const certificate = new AcmCertificate(this, 'certificate', {
      ...where,
      domainName: props.domainName,
      ...(alternatives.length > 0 ? { subjectAlternativeNames: alternatives } : {}),
      validationMethod: 'DNS',
      // A listener or distribution cannot be without one, so the new one comes first.
      lifecycle: { createBeforeDestroy: true },
    })
    // `*.a.example` and `a.example` are proved by the same record.
    const names = new Set([props.domainName, ...alternatives].map((name) => name.replace(/^\*\./, '')))
    const records = [...names].map((name) => this.addRecord(certificate, name, props.zoneId))
    const validation = new AcmCertificateValidation(this, 'validation', {
      ...where,
      certificateArn: certificate.arn,
      validationRecordFqdns: records.map(({ fqdn }) => fqdn),
      timeouts: { create: VALIDATION_TIMEOUT },
    })
    this.arn = validation.certificateArn
  }

  private addRecord(certificate: AcmCertificate, name: string, zoneId: string): Route53Record {
    const option = (field: string) =>
      `\${one(distinct([for o in ${certificate.fqn}.domain_validation_options : o.${field} if trimprefix(o.domain_name, "*.") == "${name}"]))}`
    return new Route53Record(this, `record-${name}`, {
      zoneId,
      name: option('resource_record_name'),
      type: option('resource_record_type'),
      records: [option('resource_record_value')],
      ttl: RECORD_TTL_SECONDS,
      // Another certificate for the same name in this account is proved by the very same record.
      allowOverwrite: true,
    })
  }
}
