import { checkSecrets, type SecretFinding } from '../checks/secrets'
import { withSecrets } from '../compose/secrets'
import { EXIT, type ExitCode } from '../engine/exit-codes'
import type { Command } from './command'

const DESCRIPTION: Readonly<Record<SecretFinding['state'], string>> = {
  'well-formed': 'has a value',
  absent: 'does not exist yet',
  empty: 'has no value',
  malformed: 'has a value that',
}

export const secretsCheck: Command = {
  words: ['secrets', 'check'],
  summary: 'whether every declared secret is there and well formed, and who reads it; shows no value',
  example: 'npm run migrate -- secrets check aiuteur/dev',
  takesTarget: true,
  canDryRun: false,
  run: (_context, input) =>
    withSecrets(input.target, async ({ declared, store }) => {
      const secrets = await checkSecrets(declared, store)
      const exit = exitOf(secrets)
      const json = { target: input.target, verdict: exit === EXIT.done ? 'pass' : 'fail', secrets }
      return { json, text: secrets.flatMap((secret) => describe(secret, input.target)), exit }
    }),
}

/** What is not there comes first: nothing can be started without it. */
function exitOf(secrets: readonly SecretFinding[]): ExitCode {
  if (secrets.some(({ state }) => state === 'absent' || state === 'empty')) return EXIT.precondition
  return secrets.some(({ state }) => state === 'malformed') ? EXIT.difference : EXIT.done
}

function describe({ name, store, state, fault, usedBy }: SecretFinding, target: string): string[] {
  const readers = usedBy.length === 0 ? 'nothing' : usedBy.join(', ')
  const what = [DESCRIPTION[state], ...(fault === undefined ? [] : [fault])].join(' ')
  const line = `${name}: ${what} (${store}, read by ${readers})`
  if (state === 'well-formed') return [line]
  return [line, `  -> npm run migrate -- ${remedy(name, { store, state, target })}`]
}

function remedy(
  name: string,
  { store, state, target }: Pick<SecretFinding, 'store' | 'state'> & { target: string },
): string {
  return state === 'absent' && store === 'secrets-manager'
    ? `foundation apply ${target}`
    : `secrets set ${target} ${name} --from-file <path>`
}
