import type { Construct } from 'constructs'
import { appsWithRoutes, functionsOf, queuesOf, tablesOf, type Part } from '../config/functions-of'
import {
  boundaryArn,
  functionName,
  httpApiName,
  queueArn,
  queueName,
  targetBucketName,
} from '../config/names'
import { FOUNDATION_OUTPUTS, FUNCTIONS_OUTPUTS } from '../config/outputs'
import { failureQueueName, isStartedByEvents } from '../config/queue-names'
import type { FunctionOfApp } from '../config/schema'
import { shortName } from '../config/short-name'
import type { Target } from '../config/target'
import { ApiDomain } from '../constructs/api-domain'
import { AsynchronousCalls, sendFailuresStatement } from '../constructs/asynchronous-calls'
import { BucketEvents, type BucketReceiver } from '../constructs/bucket-events'
import { FailureQueue } from '../constructs/failure-queue'
import { HttpApi } from '../constructs/http-api'
import type { LambdaFunction } from '../constructs/lambda-function'
import { consumerStatement, QueueConsumer, visibilityTimeoutFor } from '../constructs/queue-consumer'
import { Schedule } from '../constructs/schedule'
import { WorkQueue } from '../constructs/work-queue'
import { ProgramStack } from './program-stack'

/** Longest name of a role. */
const ROLE_NAME_MAX = 64

/** Of a queue on which no function works. */
const VISIBILITY_TIMEOUT_SECONDS = 300

interface Made extends Part<FunctionOfApp> {
  readonly function: LambdaFunction
}

/** The programs of phase 4 that run when something happens: a request, a time, an object, a message. */
export class FunctionsStack extends ProgramStack {
  private readonly queues: ReadonlyMap<string, WorkQueue>

  constructor(scope: Construct, target: Target) {
    super(scope, target, 'functions')
    for (const table of tablesOf(target)) this.addTable(table)
    this.queues = new Map(
      queuesOf(target).map(({ app, name }) => [`${app}/${name}`, this.addQueue(app, name)]),
    )
    const made = functionsOf(target).map((part) => ({ ...part, function: this.addFunction(part) }))
    this.addBucketEvents(made)
    this.addApis(made)
    this.write(
      FUNCTIONS_OUTPUTS.functionNames,
      Object.fromEntries(made.map(({ app, name }) => [`${app}/${name}`, functionName(target, app, name)])),
    )
  }

  private addQueue(app: string, name: string): WorkQueue {
    const consumers = functionsOf(this.target).filter(
      ({ app: of, settings }) => of === app && settings.queue === name,
    )
    const timeouts = consumers.map(({ settings }) => visibilityTimeoutFor(settings.timeoutSeconds))
    return new WorkQueue(this, `queue-${app}-${name}`, {
      name: queueName(this.target, app, name),
      arn: queueArn(this.target, app, name),
      failureQueueName: failureQueueName(queueName(this.target, app, name)),
      kmsKeyArn: this.keyArn,
      alarmTopicArn: this.alarmTopicArn,
      visibilityTimeoutSeconds: timeouts.length > 0 ? Math.max(...timeouts) : VISIBILITY_TIMEOUT_SECONDS,
    })
  }

  private addFunction(part: Part<FunctionOfApp>): LambdaFunction {
    const { app, name, settings } = part
    const failures = this.addFailures(part)
    const queue = settings.queue === undefined ? undefined : this.queues.get(`${app}/${settings.queue}`)
    const made = this.addProgram(part, {
      environment: this.appVariables(app),
      statements: [
        ...(queue === undefined ? [] : [consumerStatement(queue.queue.arn)]),
        ...(failures === undefined ? [] : [sendFailuresStatement(failures.queue.arn)]),
      ],
      keyServices: queue === undefined && failures === undefined ? [] : ['sqs'],
      references: this.realtimeReferences(app, settings),
    })
    if (queue !== undefined) new QueueConsumer(this, `${app}-${name}-queue`, { queue, function: made })
    if (failures !== undefined) {
      new AsynchronousCalls(this, `${app}-${name}-calls`, { function: made, failures })
      this.addSchedule(part, made, failures)
    }
    return made
  }

  /** For a function that nobody waits for. */
  private addFailures({ app, name, settings }: Part<FunctionOfApp>): FailureQueue | undefined {
    if (!isStartedByEvents(settings)) return undefined
    const full = functionName(this.target, app, name)
    return new FailureQueue(this, `${app}-${name}-failures`, {
      name: failureQueueName(full),
      holds: `events with which ${full} failed`,
      kmsKeyArn: this.keyArn,
      alarmTopicArn: this.alarmTopicArn,
    })
  }

  private addSchedule(
    { app, name, settings }: Part<FunctionOfApp>,
    target: LambdaFunction,
    failures: FailureQueue,
  ): void {
    if (settings.schedule === undefined) return
    const full = functionName(this.target, app, name)
    new Schedule(this, `${app}-${name}-schedule`, {
      name: full,
      roleName: shortName(`${full}-schedule`, ROLE_NAME_MAX),
      description: settings.description,
      scheduleExpression: settings.schedule,
      function: target,
      failures,
      kmsKeyArn: this.keyArn,
      accountId: this.target.environment.accountId,
      permissionsBoundary: boundaryArn(this.target),
    })
  }

  /** One resource for each bucket, with all functions that it starts: a second one would undo the first. */
  private addBucketEvents(made: readonly Made[]): void {
    for (const [app, { storage }] of Object.entries(this.target.system.apps)) {
      for (const bucket of Object.keys(storage?.buckets ?? {})) {
        const receivers = made.flatMap((part) => receiverOf(part, app, bucket))
        if (receivers.length === 0) continue
        new BucketEvents(this, `events-${app}-${bucket}`, {
          bucket: targetBucketName(this.target, app, bucket),
          accountId: this.target.environment.accountId,
          receivers: Object.fromEntries(receivers),
        })
      }
    }
  }

  private addApis(made: readonly Made[]): void {
    const ids: Record<string, string> = {}
    const endpoints: Record<string, string> = {}
    for (const app of appsWithRoutes(this.target)) {
      const parts = made.filter((part) => part.app === app && part.settings.routes.length > 0)
      const domainName = this.target.environment.domains[app]?.api
      const api = this.addApi(app, parts, domainName)
      ids[app] = api.api.id
      endpoints[app] = domainName === undefined ? api.api.apiEndpoint : `https://${domainName}`
    }
    this.write(FUNCTIONS_OUTPUTS.apiIds, ids)
    this.write(FUNCTIONS_OUTPUTS.apiEndpoints, endpoints)
  }

  private addApi(app: string, parts: readonly Made[], domainName: string | undefined): HttpApi {
    const routes = parts.flatMap(({ settings }) => settings.routes)
    const needsToken = routes.some(({ authorization }) => authorization === 'token')
    const api = new HttpApi(this, `${app}-api`, {
      name: httpApiName(this.target, app),
      description: `Functions of ${app}, ${this.target.name}`,
      kmsKeyArn: this.keyArn,
      allowedOrigins: this.target.environment.webOrigins,
      // One name is enough, and the one with our certificate is the one that moves with us.
      executeApiEndpoint: domainName === undefined,
      ...(needsToken ? { authorizer: this.addAuthorizer(app, 'http') } : {}),
    })
    for (const { name, settings, function: target } of parts) api.addFunction(name, target, settings.routes)
    if (domainName !== undefined) {
      new ApiDomain(this, `${app}-api-domain`, {
        domainName,
        api,
        enabled: this.apiDns(app),
        zoneId: this.read('foundation', FOUNDATION_OUTPUTS.zoneId),
      })
    }
    return api
  }
}

function receiverOf({ app, name, settings, function: target }: Made, of: string, bucket: string) {
  const events = settings.bucketEvents
  if (app !== of || events?.bucket !== bucket) return []
  const receiver: BucketReceiver = { function: target, prefix: events.prefix, suffix: events.suffix }
  return [[name, receiver] as const]
}
