import {
  accessStatements,
  accessVariables,
  dataKeyStatements,
  secretStatements,
  secretVariables,
  signInVariables,
  sourceVariables,
  type AccessReferences,
} from '../config/access'
import { authorizerName, type Part } from '../config/functions-of'
import { boundaryArn, functionName, tableName } from '../config/names'
import { NETWORK_OUTPUTS } from '../config/outputs'
import type { App, FunctionOfApp } from '../config/schema'
import { ItemTable } from '../constructs/item-table'
import { LambdaFunction } from '../constructs/lambda-function'
import type { RoleStatement } from '../constructs/service-role'
import { functionCode } from '../function-code'
import { AppStack } from './app-stack'

/** The secret with which a Supabase project signs tokens, where it still signs with a shared one. */
const SUPABASE_JWT_SECRET = 'SUPABASE_JWT_SECRET'

/** RDS's authorities, in the Lambda runtime: Node does not read them by itself since version 20. */
const RUNTIME_CA_FILE = '/var/runtime/ca-cert.pem'

const AUTHORIZER = {
  program: 'authorizer',
  description: 'Lets in whoever shows a token of Cognito or of Supabase',
  timeoutSeconds: 10,
  memoryMb: 256,
} as const

/** What a function gets beside its settings. */
export interface ProgramExtras {
  readonly statements: readonly RoleStatement[]
  readonly environment: Readonly<Record<string, string>>
  /** Services of AWS that use the data key on the function's behalf, beside those of its `access`. */
  readonly keyServices: readonly string[]
  readonly references: Pick<AccessReferences, 'redisUrl' | 'webSocket'>
}

/** A stack with functions of the system's apps: what functions and realtime share. */
export abstract class ProgramStack extends AppStack {
  protected addTable({ app, name, settings }: Part<App['tables'][string]>): void {
    new ItemTable(this, `table-${app}-${name}`, {
      ...settings,
      tableName: tableName(this.target, app, name),
      kmsKeyArn: this.keyArn,
    })
  }

  /** A function with exactly the rights and variables that its `access` and `secrets` name. */
  protected addProgram({ app, name, settings }: Part<FunctionOfApp>, extras: ProgramExtras): LambdaFunction {
    const { access, secrets, concurrency } = settings
    const use = { access, secrets, ...this.storeReferences(), ...extras.references }
    return new LambdaFunction(this, `${app}-${name}`, {
      ...this.common(functionName(this.target, app, name)),
      description: settings.description,
      code: functionCode(settings.program ?? name),
      timeoutSeconds: settings.timeoutSeconds,
      memoryMb: settings.memoryMb,
      environment: {
        ...accessVariables(this.target, app, use),
        ...secretVariables(this.target, secrets, use),
        ...(access.database ? { NODE_EXTRA_CA_CERTS: RUNTIME_CA_FILE } : {}),
        ...extras.environment,
        ...settings.environment,
      },
      statements: [
        ...accessStatements(this.target, app, use),
        ...secretStatements(this.target, secrets, use),
        ...extras.statements,
        ...dataKeyStatements(this.target, this.keyArn, extras.keyServices).map((statement) => ({
          ...statement,
          sid: 'OwnQueuesKey',
        })),
      ],
      ...(concurrency === undefined ? {} : { reservedConcurrency: concurrency }),
      ...(access.database || access.redis ? { vpc: this.vpc() } : {}),
    })
  }

  /** The function that decides who may call an API of the app. It stands outside the VPC: it fetches keys from the issuers. */
  protected addAuthorizer(app: string, of: 'http' | 'websocket'): LambdaFunction {
    const { program, ...size } = AUTHORIZER
    const references = this.storeReferences()
    const secrets = sourceVariables(this.target, app).SUPABASE_ISSUER === undefined ? [] : this.jwtSecret()
    return new LambdaFunction(this, `${app}-${of}-authorizer`, {
      ...this.common(authorizerName(this.target, app, of)),
      ...size,
      code: functionCode(program),
      environment: {
        ...signInVariables(this.signInOf(app)),
        ...sourceVariables(this.target, app),
        ...secretVariables(this.target, secrets, references),
      },
      statements: secretStatements(this.target, secrets, references),
    })
  }

  /** What every program may be told of its app's pages and of its source. */
  protected appVariables(app: string): Record<string, string> {
    return { WEB_ORIGINS: this.target.environment.webOrigins.join(','), ...sourceVariables(this.target, app) }
  }

  private jwtSecret(): string[] {
    return this.target.system.secrets[SUPABASE_JWT_SECRET] === undefined ? [] : [SUPABASE_JWT_SECRET]
  }

  private common(name: string) {
    const { accountId, region, alarms } = this.target.environment
    return {
      functionName: name,
      accountId,
      region,
      kmsKeyArn: this.keyArn,
      permissionsBoundary: boundaryArn(this.target),
      alarmTopicArn: this.alarmTopicArn,
      errorAlarmPercent: alarms.functionErrorPercent,
    }
  }

  private vpc() {
    return {
      subnetIds: this.readList('network', NETWORK_OUTPUTS.privateSubnetIds),
      securityGroupIds: [this.read('network', NETWORK_OUTPUTS.functionSecurityGroupId)],
      ipv6AllowedForDualStack: true,
    }
  }
}
