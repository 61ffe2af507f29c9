import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret'
import { Construct } from 'constructs'

export interface EmptySecretProps {
  readonly name: string
  readonly description: string
  readonly kmsKeyArn: string
}

/** Longest that AWS offers: a deleted secret can be restored so long. */
const RECOVERY_WINDOW_DAYS = 30

/**
 * A secret without a value. A version made here would stand in Terraform's state in clear text; `migrate secrets set`
 * puts the value in, and no plan reads it.
 */
export class EmptySecret extends Construct {
  readonly secret: SecretsmanagerSecret

  constructor(scope: Construct, id: string, props: EmptySecretProps) {
    super(scope, id)
    this.secret = new SecretsmanagerSecret(this, 'secret', {
      name: props.name,
      description: props.description,
      kmsKeyId: props.kmsKeyArn,
      recoveryWindowInDays: RECOVERY_WINDOW_DAYS,
      lifecycle: { preventDestroy: true },
    })
  }
}
