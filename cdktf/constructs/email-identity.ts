import { Route53Record } from '@cdktf/provider-aws/lib/route53-record'
import { Sesv2EmailIdentity } from '@cdktf/provider-aws/lib/sesv2-email-identity'
import { Fn, Token } from 'cdktf'
import { Construct } from 'constructs'

export interface EmailIdentityProps {
  /** Every address of this domain may send. */
  readonly domainName: string
  /** Zone of the domain. */
  readonly zoneId: string
}

/** SES signs with Easy DKIM by three keys that it rotates itself. */
const DKIM_KEYS = 3
const RECORD_TTL_SECONDS = 1800

/**
 * A domain that SES sends mail from. It is verified by its DKIM records, which takes minutes and at worst three days. A new
 * account is in the sandbox: somebody has to ask AWS for production access before mail reaches people.
 */
export class EmailIdentity extends Construct {
  readonly identity: Sesv2EmailIdentity

  constructor(scope: Construct, id: string, { domainName, zoneId }: EmailIdentityProps) {
    super(scope, id)
    this.identity = new Sesv2EmailIdentity(this, 'identity', {
      emailIdentity: domainName,
      dkimSigningAttributes: { nextSigningKeyLength: 'RSA_2048_BIT' },
    })
    for (let key = 0; key < DKIM_KEYS; key++) {
      const token = Token.asString(Fn.element(this.identity.dkimSigningAttributes.tokens, key))
      new Route53Record(this, `dkim-${key}`, {
        zoneId,
        name: `${token}._domainkey.${domainName}`,
        type: 'CNAME',
        ttl: RECORD_TTL_SECONDS,
        records: [`${token}.dkim.amazonses.com`],
      })
    }
  }
}
