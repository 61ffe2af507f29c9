import type { TerraformVariable } from 'cdktf'
import type { Construct } from 'constructs'
import { dataKeyStatements } from '../config/access'
import { sendsEmail } from '../config/email'
import { boundaryArn, emailIdentityArn, partName, prefix, userPoolName } from '../config/names'
import { AUTH_OUTPUTS, AUTH_VARIABLES, FOUNDATION_OUTPUTS } from '../config/outputs'
import type { App, System } from '../config/schema'
import type { Target } from '../config/target'
import { ItemTable } from '../constructs/item-table'
import { LambdaFunction, type LambdaFunctionProps } from '../constructs/lambda-function'
import { UserPool, type UserPoolProps, type UserPoolTriggers } from '../constructs/user-pool'
import { UserPoolClient } from '../constructs/user-pool-client'
import { functionCode } from '../function-code'
import { TargetStack } from './target-stack'

type Settings = NonNullable<System['userPool']>
type Program = Pick<LambdaFunctionProps, 'description' | 'environment' | 'statements'>

/** Cognito waits 5 s for a trigger, whatever the function itself may take. */
const TRIGGER_SECONDS = 5
/** Lambda gives CPU by memory: 512 MB start in well below a second. */
const TRIGGER_MEMORY_MB = 512

/** The trigger of tokens gives members this role. */
const GROUPS = { admin: 'May do what the service role of Supabase was used for' } as const

/** Phase 3: the user pool that takes over from Supabase Auth, and the programs that it asks. */
export class AuthStack extends TargetStack {
  private readonly keyArn: string
  private readonly topicArn: string
  private readonly migration: TerraformVariable | undefined

  constructor(scope: Construct, target: Target) {
    super(scope, target, 'auth')
    const settings = target.system.userPool
    const name = userPoolName(target)
    if (settings === undefined || name === undefined) throw new Error(`${target.name} has no user pool`)
    this.keyArn = this.read('foundation', FOUNDATION_OUTPUTS.dataKeyArn)
    this.topicArn = this.read('foundation', FOUNDATION_OUTPUTS.alarmTopicArn)
    this.migration = this.addMigrationVariable(settings)
    const pool = new UserPool(this, 'users', {
      name,
      mfa: settings.mfa,
      ...this.email(),
      triggers: this.addTriggers(settings),
      groups: GROUPS,
    })
    const clients = Object.entries(target.system.apps).flatMap(([app, { auth }]) =>
      auth === undefined ? [] : [[app, this.addClient({ app, auth, settings, pool })] as const],
    )
    this.write(AUTH_OUTPUTS.userPoolId, pool.pool.id)
    this.write(AUTH_OUTPUTS.userPoolArn, pool.pool.arn)
    this.write(AUTH_OUTPUTS.issuer, `https://${pool.pool.endpoint}`)
    this.write(AUTH_OUTPUTS.clientIds, Object.fromEntries(clients))
  }

  /** Where a source has passwords, and until it is complete. */
  private addMigrationVariable({ methods }: Settings): TerraformVariable | undefined {
    if (!methods.includes('password') || this.source() === undefined) return undefined
    return this.flag(AUTH_VARIABLES.userMigration, {
      default: true,
      description: 'A user who is not in the pool yet is asked of Supabase. `complete` turns it off.',
    })
  }

  /** The one project whose users move: a pool has one migration trigger, and a rule sees to it that there is one source. */
  private source() {
    const { source } = this.target.environment
    return Object.entries(this.target.system.apps)
      .filter(([, { auth }]) => auth !== undefined)
      .flatMap(([app]) => source[app] ?? [])[0]
  }

  private email(): Pick<UserPoolProps, 'email'> {
    if (!sendsEmail(this.target.system)) return {}
    return { email: { from: this.sender(), identityArn: emailIdentityArn(this.target) } }
  }

  private sender(): string {
    return `no-reply@${this.target.environment.dns.zone}`
  }

  private addTriggers({ methods }: Settings): UserPoolTriggers {
    return {
      preTokenGeneration: this.addProgram('pre-token-generation', {
        description: 'Gives tokens the claims that Supabase gave them',
        environment: {},
        statements: [],
      }),
      ...(this.migration === undefined
        ? {}
        : { userMigration: { program: this.addUserMigration(), enabled: this.migration } }),
      ...(methods.includes('magic-link') ? { challenge: this.addMagicLink() } : {}),
    }
  }

  private addUserMigration(): LambdaFunction {
    const projectRef = this.source()?.supabase.projectRef ?? ''
    const secretArn = this.readEntry('foundation', FOUNDATION_OUTPUTS.secretArns, 'SUPABASE_SERVICE_ROLE_KEY')
    return this.addProgram('user-migration', {
      description: 'Asks Supabase for a user whom the pool does not have',
      environment: {
        SUPABASE_URL: `https://${projectRef}.supabase.co`,
        SECRET_SUPABASE_SERVICE_ROLE_KEY: secretArn,
      },
      statements: [
        { sid: 'ReadSecret', actions: ['secretsmanager:GetSecretValue'], resources: [secretArn] },
        {
          sid: 'DecryptSecret',
          actions: ['kms:Decrypt'],
          resources: [this.keyArn],
          conditions: {
            StringEquals: {
              'kms:ViaService': `secretsmanager.${this.target.environment.region}.amazonaws.com`,
            },
          },
        },
      ],
    })
  }

  private addMagicLink(): LambdaFunction {
    const { environment, system } = this.target
    const { table } = new ItemTable(this, 'magic-links', {
      tableName: partName(this.target, system.name, 'magic-links'),
      hashKey: 'tokenHash',
      ttlAttribute: 'expiresAt',
      kmsKeyArn: this.keyArn,
    })
    return this.addProgram('magic-link', {
      description: 'Sends a link to sign in by, and accepts it once',
      environment: {
        TABLE_MAGIC_LINKS: table.name,
        WEB_ORIGINS: environment.webOrigins.join(','),
        MAGIC_LINK_PATH: this.linkPath(),
        EMAIL_SENDER: this.sender(),
      },
      statements: [
        {
          sid: 'Links',
          actions: ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
          resources: [table.arn],
        },
        ...dataKeyStatements(this.target, this.keyArn, ['dynamodb']),
        {
          sid: 'Mail',
          actions: ['ses:SendEmail'],
          resources: [emailIdentityArn(this.target)],
          conditions: { StringEquals: { 'ses:FromAddress': this.sender() } },
        },
      ],
    })
  }

  /** Page that takes the link: the first one that users come back to. */
  private linkPath(): string {
    return Object.values(this.target.system.apps).flatMap(({ auth }) => auth?.callbackPaths ?? [])[0] ?? '/'
  }

  private addProgram(program: string, { description, environment, statements }: Program): LambdaFunction {
    const { accountId, region, alarms } = this.target.environment
    return new LambdaFunction(this, program, {
      functionName: `${prefix(this.target)}-${program}`,
      description,
      code: functionCode(program),
      timeoutSeconds: TRIGGER_SECONDS,
      memoryMb: TRIGGER_MEMORY_MB,
      environment,
      statements,
      accountId,
      region,
      kmsKeyArn: this.keyArn,
      permissionsBoundary: boundaryArn(this.target),
      alarmTopicArn: this.topicArn,
      errorAlarmPercent: alarms.functionErrorPercent,
    })
  }

  private addClient(of: {
    app: string
    auth: NonNullable<App['auth']>
    settings: Settings
    pool: UserPool
  }): string {
    const { app, auth, settings, pool } = of
    const fromSource = this.target.environment.source[app] === undefined ? undefined : this.migration
    const { client } = new UserPoolClient(this, `client-${app}`, {
      name: auth.clientName,
      userPool: pool,
      password: settings.methods.includes('password'),
      challenge: settings.methods.includes('magic-link'),
      ...(fromSource === undefined ? {} : { passwordInRequest: fromSource }),
      callbackUrls: this.origins(app).flatMap((origin) =>
        auth.callbackPaths.map((path) => `${origin}${path}`),
      ),
      accessTokenMinutes: settings.accessTokenMinutes,
      refreshTokenDays: settings.refreshTokenDays,
    })
    return client.id
  }

  private origins(app: string): string[] {
    const { domains, webOrigins } = this.target.environment
    const web = domains[app]?.web
    return web === undefined ? webOrigins : [`https://${web}`]
  }
}
