import {
  accessStatements,
  accessVariables,
  secretPlaceOf,
  signInVariables,
  sourceVariables,
  type AccessReferences,
  type AccessStatement,
  type SignIn,
} from './access'
import { storageSettingsParameterName, switchedApps, switchParameterName } from './names'
import { arnOf } from './permissions/scope'
import { SWITCHED_PHASES } from './phases'
import type { ServicePart } from './services-of'
import type { Target } from './target'

// What a service is told by its environment, and what its role lets it do.

export interface ServiceReferences extends AccessReferences {
  /** Where the app signs its users in on AWS. @default it does not */
  readonly userPool?: SignIn | undefined
}

/** Names and values that are not secret. */
export function serviceVariables(
  t: Target,
  part: ServicePart,
  references: ServiceReferences,
): Record<string, string> {
  const { app, service } = part
  const { userPool } = references
  return {
    ...(service.port === undefined ? {} : { PORT: String(service.port) }),
    ...(service.pollSeconds === undefined ? {} : { POLL_SECONDS: String(service.pollSeconds) }),
    WEB_ORIGINS: t.environment.webOrigins.join(','),
    ...parameterVariables(t, part),
    ...sourceVariables(t, app),
    ...signInVariables(userPool),
    ...accessVariables(t, app, { ...service, ...references }),
    ...service.environment,
  }
}

/** Name of the variable -> where ECS finds the value when it starts a task. */
export function serviceSecrets(
  t: Target,
  { service }: ServicePart,
  references: AccessReferences,
): Record<string, string> {
  return Object.fromEntries(service.secrets.map((name) => [name, secretPlaceOf(t, name, references)]))
}

/** What the program may do: its `access`, and reading which side of each switch serves. */
export function serviceStatements(
  t: Target,
  part: ServicePart,
  references: ServiceReferences,
): AccessStatement[] {
  const { app, service } = part
  const parameters = Object.values(parameterVariables(t, part))
  return [
    ...accessStatements(t, app, { ...service, ...references }),
    ...(parameters.length === 0
      ? []
      : [
          {
            sid: 'SwitchesAndSettings',
            actions: ['ssm:GetParameter', 'ssm:GetParameters'],
            resources: parameters.map((name) => arnOf(t, 'ssm', `parameter${name}`)),
          },
        ]),
  ]
}

/** Names in Parameter Store: `SWITCH_DATABASE`, …, one for each phase that moves, and where the objects are. */
function parameterVariables(t: Target, { app, service }: ServicePart): Record<string, string> {
  const switches = SWITCHED_PHASES.filter((phase) => switchedApps(t, phase).includes(app))
  const hasSettings = service.access.buckets.length > 0 && t.system.phases.storage !== 'keep'
  return {
    ...Object.fromEntries(
      switches.map((phase) => [`SWITCH_${phase.toUpperCase()}`, switchParameterName(t, app, phase)]),
    ),
    ...(hasSettings ? { STORAGE_SETTINGS: storageSettingsParameterName(t, app) } : {}),
  }
}
