import type { DbInstance, DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance'
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret'
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version'
import { TerraformStack } from 'cdktf'
import { Construct } from 'constructs'

export interface MasterPasswordProps {
  readonly username: string
  readonly secretName: string
  readonly kmsKeyArn: string
  /** RDS makes the password, keeps it in Secrets Manager and changes it every seven days. */
  readonly managedByRds: boolean
}

/** RDS refuses / @ " and space. */
const REFUSED = '/@" '
const PASSWORD_LENGTH = 48
/** Raised by hand when a new password is wanted: Terraform does not know the old one. */
const PASSWORD_VERSION = 1

/**
 * The password of the master user, which no plan and no state ever holds. RDS keeps it where it can; it cannot for a server
 * with read replicas (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html, Limitations).
 * Then Terraform has Secrets Manager make one and hands it on by write-only arguments: it exists during the apply alone.
 */
export class MasterPassword extends Construct {
  readonly settings: Partial<DbInstanceConfig>
  private readonly secret: SecretsmanagerSecret | undefined

  constructor(scope: Construct, id: string, props: MasterPasswordProps) {
    super(scope, id)
    if (props.managedByRds) {
      this.settings = { manageMasterUserPassword: true, masterUserSecretKmsKeyId: props.kmsKeyArn }
      return
    }
    this.secret = new SecretsmanagerSecret(this, 'secret', {
      name: props.secretName,
      description: `Master user ${props.username} of the database server`,
      kmsKeyId: props.kmsKeyArn,
      lifecycle: { preventDestroy: true },
    })
    const password = this.addRandomPassword()
    new SecretsmanagerSecretVersion(this, 'version', {
      secretId: this.secret.id,
      secretStringWo: `\${jsonencode({ username = "${props.username}", password = ${password} })}`,
      secretStringWoVersion: PASSWORD_VERSION,
    })
    this.settings = { passwordWo: `\${${password}}`, passwordWoVersion: PASSWORD_VERSION }
  }

  secretArn(instance: DbInstance): string {
    return this.secret?.arn ?? instance.masterUserSecret.get(0).secretArn
  }

  /** CDKTF has no word for ephemeral resources. Returns the reference to the password. */
  private addRandomPassword(): string {
    const [type, name] = ['aws_secretsmanager_random_password', 'master']
    TerraformStack.of(this).addOverride(`ephemeral.${type}.${name}`, {
      password_length: PASSWORD_LENGTH,
      exclude_characters: REFUSED,
    })
    return `ephemeral.${type}.${name}.random_password`
  }
}
