import type { System } from './schema'

/** Whether anything of the system sends mail, and SES therefore has to know the environment's zone. */
export function sendsEmail(system: System): boolean {
  const parts = Object.values(system.apps).flatMap(({ services, functions }) => [
    ...Object.values(services),
    ...Object.values(functions),
  ])
  return sendsMagicLinks(system) || parts.some(({ access }) => access.email)
}

/** Whether the user pool's own program sends links to sign in by. */
function sendsMagicLinks({ phases, userPool }: System): boolean {
  return phases.auth !== 'keep' && userPool?.methods.includes('magic-link') === true
}
