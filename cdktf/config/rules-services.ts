import { LOAD_BALANCER_NAME_MAX } from './backend-names'
import { prefix } from './names'
import type { Rule } from './rules'
import type { App, System } from './schema'

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html: memory by CPU, in MiB.
const FARGATE_MEMORY_MB: Readonly<Record<number, { min: number; max: number; step: number }>> = {
  256: { min: 512, max: 2048, step: 512 },
  512: { min: 1024, max: 4096, step: 1024 },
  1024: { min: 2048, max: 8192, step: 1024 },
  2048: { min: 4096, max: 16_384, step: 1024 },
  4096: { min: 8192, max: 30_720, step: 1024 },
  8192: { min: 16_384, max: 61_440, step: 4096 },
  16384: { min: 32_768, max: 122_880, step: 8192 },
}

type Service = App['services'][string]

/** What is left of a load balancer's name beside a hyphen, eight characters of a hash and another hyphen (short-name.ts). */
const PREFIX_LENGTH_MAX = LOAD_BALANCER_NAME_MAX - 10

export const SERVICE_RULES: readonly Rule[] = [
  {
    id: 'api-can-be-reached-and-checked',
    fails: (system) =>
      eachService(system, (path, service) => {
        if (service.kind !== 'api') return []
        const missing = (['port', 'healthPath'] as const).filter((field) => service[field] === undefined)
        return missing.map((field) => `${path}.${field}: missing, expected for an API`)
      }),
  },
  {
    // A load balancer's own name cannot have a certificate, and without one there is no HTTPS.
    id: 'api-has-a-domain',
    fails: (system) =>
      Object.entries(system.environments).flatMap(([name, { domains }]) =>
        appsWithApi(system)
          .filter((app) => domains[app]?.api === undefined)
          .map(
            (app) => `environments.${name}.domains.${app}.api: missing, expected the host name of its API`,
          ),
      ),
  },
  {
    // What the workflows may change is limited by how names begin, and a load balancer's is cut to 32 characters.
    id: 'prefix-fits-a-load-balancer',
    fails: (system) => {
      if (appsWithApi(system).length === 0) return []
      return Object.entries(system.environments).flatMap(([environmentName, environment]) => {
        const { length } = prefix({ system, environmentName, environment })
        return length <= PREFIX_LENGTH_MAX
          ? []
          : [
              `environments.${environmentName}: names begin with ${length} characters, expected at most ${PREFIX_LENGTH_MAX} for system and environment together`,
            ]
      })
    },
  },
  {
    id: 'secret-is-declared',
    fails: (system) =>
      eachProgram(system, (path, { secrets }) =>
        secrets
          .filter((name) => system.secrets[name] === undefined)
          .map(
            (name) =>
              `${path}.secrets: ${name} given, expected one of ${Object.keys(system.secrets).join(', ')}`,
          ),
      ),
  },
  {
    id: 'service-has-a-size',
    fails: (system) =>
      eachEnvironment(system, (path, services) =>
        Object.entries(system.apps).flatMap(([app, { services: declared }]) =>
          Object.keys(declared)
            .filter((service) => services[app]?.[service] === undefined)
            .map((service) => `${path}.${app}.${service}: missing, expected a size for each service`),
        ),
      ),
  },
  {
    id: 'size-belongs-to-a-service',
    fails: (system) =>
      eachSize(system, (path, { app, service }) =>
        system.apps[app]?.services[service] === undefined ? [`${path}: unknown service`] : [],
      ),
  },
  {
    id: 'size-exists-on-fargate',
    fails: (system) =>
      eachSize(system, (path, { size }) => {
        const legal = FARGATE_MEMORY_MB[size.cpuUnits]
        if (legal === undefined) {
          return [
            `${path}.cpuUnits: ${size.cpuUnits} given, expected one of ${Object.keys(FARGATE_MEMORY_MB).join(', ')}`,
          ]
        }
        const { min, max, step } = legal
        const fits = size.memoryMb >= min && size.memoryMb <= max && (size.memoryMb - min) % step === 0
        return fits
          ? []
          : [
              `${path}.memoryMb: ${size.memoryMb} given, expected ${min} to ${max} in steps of ${step} with ${size.cpuUnits} CPU units`,
            ]
      }),
  },
  {
    id: 'production-api-survives-a-task',
    fails: (system) =>
      eachSize(system, (path, { app, service, size, production }) => {
        const isApi = system.apps[app]?.services[service]?.kind === 'api'
        return production && isApi && size.desiredCount < 2
          ? [`${path}.desiredCount: ${size.desiredCount} given, expected at least 2 in production`]
          : []
      }),
  },
]

function appsWithApi(system: System): string[] {
  return Object.entries(system.apps)
    .filter(([, { services }]) => Object.values(services).some(({ kind }) => kind === 'api'))
    .map(([app]) => app)
}

type Sizes = System['environments'][string]['services']

interface Sized {
  app: string
  service: string
  size: Sizes[string][string]
  production: boolean
}

function eachService(system: System, check: (path: string, service: Service) => string[]): string[] {
  return Object.entries(system.apps).flatMap(([app, { services }]) =>
    Object.entries(services).flatMap(([name, service]) => check(`apps.${app}.services.${name}`, service)),
  )
}

/** Services and functions alike. */
function eachProgram(
  system: System,
  check: (path: string, program: Pick<Service, 'secrets'>) => string[],
): string[] {
  return Object.entries(system.apps).flatMap(([app, { services, functions }]) =>
    Object.entries({ services, functions }).flatMap(([kind, programs]) =>
      Object.entries<Pick<Service, 'secrets'>>(programs).flatMap(([name, program]) =>
        check(`apps.${app}.${kind}.${name}`, program),
      ),
    ),
  )
}

function eachEnvironment(system: System, check: (path: string, services: Sizes) => string[]): string[] {
  return Object.entries(system.environments).flatMap(([name, { services }]) =>
    check(`environments.${name}.services`, services),
  )
}

function eachSize(system: System, check: (path: string, sized: Sized) => string[]): string[] {
  return Object.entries(system.environments).flatMap(([name, { services, production }]) =>
    Object.entries(services).flatMap(([app, sizes]) =>
      Object.entries(sizes).flatMap(([service, size]) =>
        check(`environments.${name}.services.${app}.${service}`, { app, service, size, production }),
      ),
    ),
  )
}
