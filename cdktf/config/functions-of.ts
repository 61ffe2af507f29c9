import { partName } from './names'
import type { App, FunctionOfApp } from './schema'
import { shortName } from './short-name'
import type { Target } from './target'

// Which stack makes what an app's functions need. The rule for tables: one that a WebSocket function uses belongs to the
// realtime stack with it, every other one to the functions stack; queues belong to the functions stack. Whoever else
// needs a table or queue finds it by name (names.ts).

/** Something of an app, with its name in the system's file. */
export interface Part<T> {
  readonly app: string
  readonly name: string
  readonly settings: T
}

type Has = Pick<Target, 'system'>
type Table = App['tables'][string]
type Queue = App['queues'][string]

/** Functions of the functions stack. */
export function functionsOf(t: Has): Part<FunctionOfApp>[] {
  return partsOf(t, ({ functions }) => functions).filter(({ settings }) => !settings.websocket)
}

/** Functions behind a WebSocket API, in the realtime stack. */
export function webSocketFunctionsOf(t: Has): Part<FunctionOfApp>[] {
  return partsOf(t, ({ functions }) => functions).filter(({ settings }) => settings.websocket)
}

/** Tables that the realtime stack makes. */
export function webSocketTablesOf(t: Has): Part<Table>[] {
  return partsOf(t, ({ tables }) => tables).filter((table) => isOfWebSocket(t, table))
}

/** Tables that the functions stack makes. */
export function tablesOf(t: Has): Part<Table>[] {
  return partsOf(t, ({ tables }) => tables).filter((table) => !isOfWebSocket(t, table))
}

export function queuesOf(t: Has): Part<Queue>[] {
  return partsOf(t, ({ queues }) => queues)
}

/** Apps with an HTTP API: those with a function that has routes. */
export function appsWithRoutes(t: Has): string[] {
  return [
    ...new Set(functionsOf(t).flatMap(({ app, settings }) => (settings.routes.length > 0 ? [app] : []))),
  ]
}

/** Apps with a WebSocket API. */
export function appsWithWebSocket(t: Has): string[] {
  return [...new Set(webSocketFunctionsOf(t).map(({ app }) => app))]
}

/** Longest name of a function. */
const FUNCTION_NAME_MAX = 64

/** The function that lets callers of an app's API in. Each API has its own: the two are made by different stacks. */
export function authorizerName(t: Target, app: string, of: 'http' | 'websocket'): string {
  const part = of === 'http' ? 'authorizer' : 'websocket-authorizer'
  return shortName(partName(t, app, part), FUNCTION_NAME_MAX)
}

function isOfWebSocket(t: Has, { app, name }: Part<Table>): boolean {
  return webSocketFunctionsOf(t).some(
    (part) => part.app === app && part.settings.access.tables.includes(name),
  )
}

function partsOf<T>({ system }: Has, pick: (app: App) => Readonly<Record<string, T>>): Part<T>[] {
  return Object.entries(system.apps).flatMap(([app, settings]) =>
    Object.entries(pick(settings)).map(([name, part]) => ({ app, name, settings: part })),
  )
}
