import { CognitoUserGroup } from '@cdktf/provider-aws/lib/cognito-user-group'
import { CognitoUserPool, type CognitoUserPoolSchema } from '@cdktf/provider-aws/lib/cognito-user-pool'
import type { TerraformVariable } from 'cdktf'
import { Construct } from 'constructs'
import type { LambdaFunction } from './lambda-function'

export interface UserPoolProps {
  readonly name: string
  readonly mfa: 'off' | 'optional' | 'required'
  /** Who sends codes. @default Cognito itself, at most 50 messages a day */
  readonly email?: UserPoolEmail
  readonly triggers: UserPoolTriggers
  /** Group -> what its members may do. Only an administrator puts somebody into one. @default none */
  readonly groups?: Readonly<Record<string, string>>
}

export interface UserPoolEmail {
  readonly from: string
  /** Verified in SES. */
  readonly identityArn: string
}

export interface UserPoolTriggers {
  /** Gives tokens what they had before. */
  readonly preTokenGeneration: LambdaFunction
  /** Asks the source for a user whom the pool does not have. @default none: users are imported or new */
  readonly userMigration?: { readonly program: LambdaFunction; readonly enabled: TerraformVariable }
  /** Defines, makes and verifies the challenge of CUSTOM_AUTH. @default no such challenge */
  readonly challenge?: LambdaFunction
}

const MFA = { off: 'OFF', optional: 'OPTIONAL', required: 'ON' } as const

/**
 * Length, and no rule about kinds of characters (NIST SP 800-63B). It is asked of new passwords only: neither the migration
 * trigger nor an import of hashes compares an old one with it, so nobody is locked out.
 */
const PASSWORD_LENGTH_MIN = 12
const TEMPORARY_PASSWORD_DAYS = 3
const ATTRIBUTE_LENGTH_MAX = '2048'

/**
 * What Supabase keeps beside a user, as JSON. Attributes can be added later, and never changed or removed: no more than
 * these. The standard `email` stays as it is, not required, because some users of Supabase have none.
 */
const SCHEMA: CognitoUserPoolSchema[] = [textAttribute('app_metadata'), textAttribute('user_metadata')]

/**
 * Users sign in by e-mail; their user name is the UUID they had in Supabase, so `username` and `cognito:username` of the
 * tokens are the old id. Both can be chosen only when the pool is made.
 */
export class UserPool extends Construct {
  readonly pool: CognitoUserPool

  constructor(scope: Construct, id: string, props: UserPoolProps) {
    super(scope, id)
    this.pool = new CognitoUserPool(this, 'pool', {
      name: props.name,
      // Claims of our own in access tokens need it: 0.015 USD a month for each active user above 10,000. Threat
      // protection (`user_pool_add_ons`) needs Plus, at 0.020 from the first user on: not taken.
      userPoolTier: 'ESSENTIALS',
      deletionProtection: 'ACTIVE',
      aliasAttributes: ['email'],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ['email'],
      // An address is an alias only once it is verified: nobody takes over an account by typing its address.
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: ['email'] },
      schema: SCHEMA,
      // Who may choose a user name may choose somebody else's id: only the backend makes users.
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      passwordPolicy: {
        minimumLength: PASSWORD_LENGTH_MIN,
        requireLowercase: false,
        requireUppercase: false,
        requireNumbers: false,
        requireSymbols: false,
        temporaryPasswordValidityDays: TEMPORARY_PASSWORD_DAYS,
      },
      mfaConfiguration: MFA[props.mfa],
      ...(props.mfa === 'off' ? {} : { softwareTokenMfaConfiguration: { enabled: true } }),
      accountRecoverySetting: { recoveryMechanism: [{ name: 'verified_email', priority: 1 }] },
      verificationMessageTemplate: { defaultEmailOption: 'CONFIRM_WITH_CODE' },
      emailConfiguration: emailOf(props.email),
      lambdaConfig: triggersOf(props.triggers),
      lifecycle: { preventDestroy: true },
    })
    for (const [name, description] of Object.entries(props.groups ?? {})) {
      new CognitoUserGroup(this, `group-${name}`, { name, description, userPoolId: this.pool.id })
    }
    this.admit(props.triggers)
  }

  private admit({ preTokenGeneration, userMigration, challenge }: UserPoolTriggers): void {
    const invoker = { principal: 'cognito-idp.amazonaws.com', sourceArn: this.pool.arn }
    preTokenGeneration.allow('pool', invoker)
    userMigration?.program.allow('pool', invoker)
    challenge?.allow('pool', invoker)
  }
}

/** Constraints are said in full: Cognito fills in what is missing, and every plan would want to take that away. */
function textAttribute(name: string): CognitoUserPoolSchema {
  return {
    name,
    attributeDataType: 'String',
    developerOnlyAttribute: false,
    mutable: true,
    required: false,
    stringAttributeConstraints: { minLength: '0', maxLength: ATTRIBUTE_LENGTH_MAX },
  }
}

function emailOf(email: UserPoolEmail | undefined) {
  if (email === undefined) return { emailSendingAccount: 'COGNITO_DEFAULT' }
  return { emailSendingAccount: 'DEVELOPER', fromEmailAddress: email.from, sourceArn: email.identityArn }
}

function triggersOf({ preTokenGeneration, userMigration, challenge }: UserPoolTriggers) {
  const challengeArn = challenge?.alias.arn
  return {
    preTokenGenerationConfig: { lambdaArn: preTokenGeneration.alias.arn, lambdaVersion: 'V2_0' },
    ...(userMigration === undefined
      ? {}
      : {
          userMigration: `\${${userMigration.enabled.fqn} ? ${userMigration.program.alias.fqn}.arn : null}`,
        }),
    ...(challengeArn === undefined
      ? {}
      : {
          defineAuthChallenge: challengeArn,
          createAuthChallenge: challengeArn,
          verifyAuthChallengeResponse: challengeArn,
        }),
  }
}
