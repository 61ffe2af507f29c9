import type { AccessReferences, SignIn } from '../config/access'
import { AUTH_OUTPUTS, FOUNDATION_OUTPUTS, REALTIME_OUTPUTS } from '../config/outputs'
import type { FunctionOfApp, Service } from '../config/schema'
import { TargetStack } from './target-stack'

/** A stack with programs of the system's apps: what it reads of the stacks before it on their behalf. */
export abstract class AppStack extends TargetStack {
  /** Of logs, tables, queues, images and environments. */
  protected get keyArn(): string {
    return this.read('foundation', FOUNDATION_OUTPUTS.dataKeyArn)
  }

  protected get alarmTopicArn(): string {
    return this.read('foundation', FOUNDATION_OUTPUTS.alarmTopicArn)
  }

  protected storeReferences(): Pick<AccessReferences, 'dataKeyArn' | 'secretArn'> {
    return {
      dataKeyArn: this.keyArn,
      secretArn: (name) => this.readEntry('foundation', FOUNDATION_OUTPUTS.secretArns, name),
    }
  }

  /** What the realtime stack made of what a program may use. */
  protected realtimeReferences(
    app: string,
    { access }: Pick<FunctionOfApp | Service, 'access'>,
  ): Pick<AccessReferences, 'redisUrl' | 'webSocket'> {
    return {
      ...(access.redis ? { redisUrl: this.read('realtime', REALTIME_OUTPUTS.redisUrl) } : {}),
      ...(access.connections
        ? {
            webSocket: {
              apiId: this.readEntry('realtime', REALTIME_OUTPUTS.webSocketApiIds, app),
              endpoint: this.readEntry('realtime', REALTIME_OUTPUTS.webSocketEndpoints, app),
            },
          }
        : {}),
    }
  }

  /** Undefined where the app's users are kept elsewhere. */
  protected signInOf(app: string): SignIn | undefined {
    if (!this.has('auth') || this.target.system.apps[app]?.auth === undefined) return undefined
    return {
      issuer: this.read('auth', AUTH_OUTPUTS.issuer),
      clientId: this.readEntry('auth', AUTH_OUTPUTS.clientIds, app),
    }
  }
}
