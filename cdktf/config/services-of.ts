import type { Service } from './schema'
import type { Target } from './target'

/** A service of an app. */
export interface ServicePart {
  readonly app: string
  readonly name: string
  /** `<app>/<service>`: how outputs name it. */
  readonly key: string
  readonly service: Service
}

/** Host name and paths under which the world reaches a service. */
export interface PublicService {
  readonly hostName: string
  readonly port: number
  readonly healthPath: string
  readonly paths: readonly string[]
}

/** Every service of the system, in the order of its file. */
export function servicesOf({ system }: Pick<Target, 'system'>): ServicePart[] {
  return Object.entries(system.apps).flatMap(([app, { services }]) =>
    Object.entries(services).map(([name, service]) => ({ app, name, key: `${app}/${name}`, service })),
  )
}

/** What the load balancer has to know of an API; undefined for a worker. The rules see to it that nothing is missing. */
export function publicService(t: Target, { app, key, service }: ServicePart): PublicService | undefined {
  if (service.kind !== 'api') return undefined
  const { port, healthPath, paths } = service
  const hostName = t.environment.domains[app]?.api
  if (hostName === undefined || port === undefined || healthPath === undefined)
    throw new Error(`${key} cannot be reached: no domain, port or healthPath`)
  return { hostName, port, healthPath, paths }
}
