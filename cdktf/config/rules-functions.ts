import { partName } from './names'
import type { Rule } from './rules'
import type { App, FunctionOfApp, System } from './schema'

/** Lambda's and SQS's limits are 64 and 80; IAM's for the role of a function is 64. */
const NAME_LENGTH_MAX = 64

interface Part {
  readonly path: string
  readonly app: App
}

interface FunctionPart extends Part {
  readonly name: string
  readonly appName: string
  readonly value: FunctionOfApp
}

export const FUNCTION_RULES: readonly Rule[] = [
  {
    id: 'function-is-started-by-something',
    fails: (system) =>
      functionsOf(system)
        .filter(({ value }) => startersOf(value) === 0)
        .map(
          ({ path }) =>
            `${path}: nothing starts it, expected routes, schedule, bucketEvents, queue or websocket`,
        ),
  },
  {
    // The events of a WebSocket belong to the realtime stack, all others to the functions stack.
    id: 'websocket-function-does-nothing-else',
    fails: (system) =>
      functionsOf(system)
        .filter(({ value }) => value.websocket && startersOf(value) > 1)
        .map(({ path }) => `${path}.websocket: true given, expected a function of its own`),
  },
  {
    // An app has one WebSocket API, and one function answers all its routes: a second would get the same names.
    id: 'websocket-function-is-one-per-app',
    fails: (system) =>
      Object.entries(system.apps).flatMap(([app, { functions }]) => {
        const names = Object.keys(functions).filter((name) => functions[name]?.websocket)
        return names.length > 1
          ? [`apps.${app}.functions: ${names.join(', ')} have websocket, expected one of them at most`]
          : []
      }),
  },
  {
    id: 'websocket-has-realtime',
    fails: (system) => {
      if (system.realtime !== undefined) return []
      const users = [
        ...functionsOf(system).filter(({ value }) => value.websocket || value.access.redis),
        ...servicesOf(system).filter(({ value }) => value.access.redis),
      ]
      return users.map(({ path }) => `${path}: needs Redis or a WebSocket, expected realtime in the system`)
    },
  },
  {
    id: 'realtime-has-a-size',
    fails: (system) =>
      system.realtime === undefined
        ? []
        : Object.entries(system.environments)
            .filter(([, { redis }]) => redis === undefined)
            .map(([name]) => `environments.${name}.redis: missing, the system has realtime`),
  },
  {
    id: 'access-names-what-the-app-has',
    fails: (system) =>
      [...functionsOf(system), ...servicesOf(system)].flatMap(({ path, app, value: { access } }) => [
        ...unknown(`${path}.access.buckets`, access.buckets, app.storage?.buckets ?? {}),
        ...unknown(`${path}.access.tables`, access.tables, app.tables),
        ...unknown(`${path}.access.queues`, access.queues, app.queues),
      ]),
  },
  {
    id: 'starter-is-of-the-app',
    fails: (system) =>
      functionsOf(system).flatMap(({ path, app, value: { queue, bucketEvents } }) => [
        ...unknown(`${path}.queue`, queue === undefined ? [] : [queue], app.queues),
        ...unknown(
          `${path}.bucketEvents.bucket`,
          bucketEvents === undefined ? [] : [bucketEvents.bucket],
          app.storage?.buckets ?? {},
        ),
      ]),
  },
  {
    id: 'function-name-fits',
    fails: (system) =>
      functionsOf(system).flatMap(({ path, appName, name }) =>
        Object.entries(system.environments)
          .map(([environmentName, environment]) =>
            partName({ system, environmentName, environment }, appName, name),
          )
          .filter((full) => full.length > NAME_LENGTH_MAX)
          .map((full) => `${path}: ${full} given, expected at most ${NAME_LENGTH_MAX} characters`),
      ),
  },
]

function startersOf({ routes, schedule, bucketEvents, queue, websocket }: FunctionOfApp): number {
  return [
    routes.length > 0,
    schedule !== undefined,
    bucketEvents !== undefined,
    queue !== undefined,
    websocket,
  ].filter(Boolean).length
}

function functionsOf({ apps }: System): FunctionPart[] {
  return Object.entries(apps).flatMap(([appName, app]) =>
    Object.entries(app.functions).map(([name, value]) => ({
      path: `apps.${appName}.functions.${name}`,
      appName,
      name,
      app,
      value,
    })),
  )
}

function servicesOf({ apps }: System): (Part & { value: App['services'][string] })[] {
  return Object.entries(apps).flatMap(([appName, app]) =>
    Object.entries(app.services).map(([name, value]) => ({
      path: `apps.${appName}.services.${name}`,
      app,
      value,
    })),
  )
}

function unknown(path: string, given: readonly string[], known: object): string[] {
  return given
    .filter((name) => !(name in known))
    .map((name) => `${path}: ${name} given, expected one of ${Object.keys(known).join(', ') || 'none'}`)
}
