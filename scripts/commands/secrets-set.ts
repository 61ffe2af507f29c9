import { readFile } from 'node:fs/promises'
import type { DeclaredSecret } from '../checks/secrets'
import { faultOfSecret } from '../checks/secret-form'
import { withSecrets, type OpenSecrets } from '../compose/secrets'
import { MigrateError } from '../engine/errors'
import { EXIT } from '../engine/exit-codes'
import type { Command, CommandContext, CommandInput } from './command'

const NAME = /^[A-Z][A-Z0-9_]*$/

/** The value comes from a file or standard input: arguments stand in the process list and in the shell's history. */
export const secretsSet: Command = {
  words: ['secrets', 'set'],
  summary: 'give a secret its value, from standard input or a file; the same value again changes nothing',
  example: 'npm run migrate -- secrets set aiuteur/dev DATABASE_URL --from-file database-url.txt',
  takesTarget: true,
  canDryRun: true,
  repeatsNoArguments: true,
  arguments: [{ name: 'name', description: "name in the system's file, for example DATABASE_URL" }],
  options: [{ flags: '--from-file <path>', description: 'read the value from there' }],
  run: (context, input) =>
    withSecrets(input.target, async ({ target, store, declared }) => {
      const secret = find(declared, input)
      const value = await readValue(context, input)
      mustFit(secret, value)
      const { exists, value: former } = await store.read(secret.place)
      if (!exists && secret.store === 'secrets-manager') throw notMade(target, secret)
      const change = former === value ? 'unchanged' : former === undefined ? 'set' : 'replaced'
      const changes = change !== 'unchanged' && !input.dryRun
      if (changes) await store.write(secret.place, value)
      const json = {
        target: input.target,
        name: secret.name,
        store: secret.store,
        id: secret.place.id,
        usedBy: secret.usedBy,
        change,
        written: changes,
      }
      return { json, text: describe(secret, { change, written: changes }), exit: EXIT.done }
    }),
}

function find(declared: readonly DeclaredSecret[], input: CommandInput): DeclaredSecret {
  const name = input.arguments.name ?? ''
  const found = declared.find((secret) => secret.name === name)
  if (found !== undefined) return found
  const known = declared.map((secret) => secret.name)
  // What does not look like a name may be the value, in the wrong place.
  const given = NAME.test(name) ? name : 'something else'
  throw new MigrateError('USAGE', `${given} given, expected one of ${known.join(', ')}`, {
    data: { known },
    suggestion: `npm run migrate -- secrets check ${input.target}`,
  })
}

/** Without the line break that an editor or `echo` puts at the end. */
async function readValue(context: CommandContext, input: CommandInput): Promise<string> {
  const path = input.options['from-file']
  const text = path === undefined ? await context.readInput() : await readText(path)
  return text.replace(/\r?\n$/, '')
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw new MigrateError('USAGE', `--from-file ${path} could not be read`, {
      data: { path },
      suggestion: 'give the path of a file that holds the value and nothing else',
    })
  }
}

function mustFit(secret: DeclaredSecret, value: string): void {
  const fault = faultOfSecret(value, secret)
  if (fault === undefined) return
  throw new MigrateError('SECRET_MALFORMED', `the value for ${secret.name} ${fault}`, {
    data: { name: secret.name, form: secret.form, fault },
    suggestion: 'nothing was changed: give the value again, by --from-file or on standard input',
  })
}

function notMade(target: OpenSecrets['target'], secret: DeclaredSecret): MigrateError {
  return new MigrateError('PHASE_NOT_APPLIED', `${secret.place.id} does not exist: the foundation makes it`, {
    data: { id: secret.place.id },
    suggestion: `npm run migrate -- foundation apply ${target.name}`,
  })
}

function describe(
  { name, place, usedBy }: DeclaredSecret,
  { change, written }: { change: string; written: boolean },
): string[] {
  if (change === 'unchanged') return [`${name} has this value already; nothing was changed`]
  const done = written ? change : `would be ${change}`
  const readers = usedBy.length === 0 ? 'nothing reads it' : `read by ${usedBy.join(', ')}`
  return [`${name} ${done} in ${place.store} as ${place.id}; ${readers}`]
}
