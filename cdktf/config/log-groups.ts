import {
  appsWithRoutes,
  appsWithWebSocket,
  authorizerName,
  functionsOf,
  webSocketFunctionsOf,
} from './functions-of'
import { databaseIdentifier, functionName, httpApiName, partName, webSocketApiName } from './names'
import { servicesOf } from './services-of'
import { stacksOf } from './stacks-of'
import type { Target } from './target'

// Names of what the system's programs are and where they write, for dashboards, saved queries and traces.

/** Every function in Lambda, those that let callers in included. */
export function functionNamesOf(t: Target): string[] {
  const stacks = stacksOf(t)
  return [
    ...(stacks.includes('functions')
      ? [
          ...functionsOf(t).map(({ app, name }) => functionName(t, app, name)),
          ...tokenApps(t).map((app) => authorizerName(t, app, 'http')),
        ]
      : []),
    ...(stacks.includes('realtime')
      ? [
          ...webSocketFunctionsOf(t).map(({ app, name }) => functionName(t, app, name)),
          ...appsWithWebSocket(t).map((app) => authorizerName(t, app, 'websocket')),
        ]
      : []),
  ]
}

/** Every service that runs in containers. */
export function serviceNamesOf(t: Target): string[] {
  return stacksOf(t).includes('backend') ? servicesOf(t).map(({ app, name }) => partName(t, app, name)) : []
}

/** Log groups by who writes to them. Empty where nobody does. */
export function logGroupsOf(
  t: Target,
): Record<'functions' | 'services' | 'apis' | 'webSockets' | 'database', string[]> {
  const stacks = stacksOf(t)
  const ofApi = (name: string) => `/aws/apigateway/${name}`
  return {
    functions: functionNamesOf(t).map((name) => `/aws/lambda/${name}`),
    services: serviceNamesOf(t).map((name) => `/ecs/${name}`),
    apis: stacks.includes('functions') ? appsWithRoutes(t).map((app) => ofApi(httpApiName(t, app))) : [],
    webSockets: stacks.includes('realtime')
      ? appsWithWebSocket(t).map((app) => ofApi(webSocketApiName(t, app)))
      : [],
    database: stacks.includes('database') ? [`/aws/rds/instance/${databaseIdentifier(t)}/postgresql`] : [],
  }
}

function tokenApps(t: Target): string[] {
  return appsWithRoutes(t).filter((app) =>
    functionsOf(t).some(
      (part) =>
        part.app === app && part.settings.routes.some(({ authorization }) => authorization === 'token'),
    ),
  )
}
