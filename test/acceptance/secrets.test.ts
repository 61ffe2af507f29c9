import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { parseSystem } from '../../cdktf/config/parse-system'
import { studio } from '../../cdktf/systems/studio'
import { typescriptProgram } from '../../scripts/typescript-program'
import { startEmulator, type Emulator } from '../../scripts/rehearsal/emulator/emulator'

const ROOT = join(__dirname, '..', '..')
const TARGET = 'studio/dev'
/** Stands in every value: whoever prints one prints this. */
const MARK = 'kr0k0d1l'
const URL_OF_ECHO = `postgresql://echo_app:${MARK}@db.example.com:5432/echo?sslmode=verify-full`
const SERVICE_KEY = `sb_secret_${MARK}`

interface Result {
  exit: number
  json: Record<string, unknown>
}

let dir: string
let emulator: Emulator
let secretsManager: SecretsManagerClient
/** Everything any process said. */
let saidByAll = ''

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'secrets-'))
  emulator = await startEmulator({ dir: join(dir, 'aws'), env: process.env })
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  secretsManager = new SecretsManagerClient({ endpoint: emulator.endpoint, region: 'us-east-1', credentials })
})

afterAll(async () => {
  secretsManager.destroy()
  await emulator.stop()
  await rm(dir, { recursive: true, force: true })
})

async function migrate(args: readonly string[], input = ''): Promise<Result> {
  const { exit, stdout, stderr } = await run([...args, '--json'], input)
  saidByAll += stdout + stderr
  return { exit, json: JSON.parse(stdout) as Record<string, unknown> }
}

/** As a person sees it. */
async function text(args: readonly string[], input: string): Promise<string> {
  const { stdout, stderr } = await run(args, input)
  return stdout + stderr
}

async function run(
  args: readonly string[],
  input: string,
): Promise<{ exit: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, typescriptProgram(join(ROOT, 'scripts', 'bin.ts'), args), {
    cwd: ROOT,
    env: { ...process.env, ...emulator.env, AWS_CA_BUNDLE: undefined },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  child.stdin.end(input)
  const exit = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  return { exit, stdout, stderr }
}

function set(name: string, value: string, ...options: string[]): Promise<Result> {
  return migrate(['secrets', 'set', TARGET, name, ...options], value)
}

/** As the foundation stack leaves them: there, and empty. */
async function makeEmptySecrets(): Promise<void> {
  for (const [name, { store }] of Object.entries(parseSystem(studio).secrets)) {
    if (store === 'secrets-manager')
      await secretsManager.send(new CreateSecretCommand({ Name: `${TARGET}/${name}` }))
  }
}

async function states(): Promise<{ exit: number; states: Record<string, string> }> {
  const { exit, json } = await migrate(['secrets', 'check', TARGET])
  const secrets = json.secrets as { name: string; state: string }[]
  return { exit, states: Object.fromEntries(secrets.map(({ name, state }) => [name, state])) }
}

// One story, in order: each test begins where the one before it ended.
describe('secrets', () => {
  it('fail to be set before the foundation is applied, and check says so with exit 3', async () => {
    expect(await set('ECHO_DATABASE_URL', URL_OF_ECHO)).toMatchObject({
      exit: 3,
      json: {
        error: {
          code: 'PHASE_NOT_APPLIED',
          suggestion: expect.stringContaining('foundation apply') as string,
        },
      },
    })
    expect(await states()).toEqual({
      exit: 3,
      states: {
        ECHO_DATABASE_URL: 'absent',
        EVERLINK_DATABASE_URL: 'absent',
        AUDIUS_API_KEY: 'absent',
        AUDIUS_API_SECRET: 'absent',
        SUPABASE_SERVICE_ROLE_KEY: 'absent',
      },
    })
  })

  it('are empty after it, say who waits for them, and would be set by a dry run', async () => {
    await makeEmptySecrets()
    const check = await migrate(['secrets', 'check', TARGET])
    expect(check.exit).toBe(3)
    expect(check.json.secrets).toContainEqual({
      name: 'EVERLINK_DATABASE_URL',
      store: 'secrets-manager',
      id: 'studio/dev/EVERLINK_DATABASE_URL',
      usedBy: ['everlink/everlink'],
      state: 'empty',
    })
    const dry = await set('ECHO_DATABASE_URL', URL_OF_ECHO, '--dry-run')
    expect(dry).toMatchObject({ exit: 0, json: { change: 'set', written: false } })
    expect((await states()).states['ECHO_DATABASE_URL']).toBe('empty')
  })

  it('are set from standard input or a file, once: the same value again changes nothing', async () => {
    const written = { exit: 0, json: { change: 'set', written: true } }
    expect(await set('ECHO_DATABASE_URL', `${URL_OF_ECHO}\n`)).toMatchObject(written)
    expect(await set('ECHO_DATABASE_URL', URL_OF_ECHO)).toMatchObject({
      exit: 0,
      json: { change: 'unchanged', written: false },
    })
    const file = join(dir, 'value.txt')
    await writeFile(file, `${URL_OF_ECHO.replaceAll('echo', 'everlink')}\r\n`)
    expect(await set('EVERLINK_DATABASE_URL', '', '--from-file', file)).toMatchObject(written)
    const others = ['AUDIUS_API_KEY', 'AUDIUS_API_SECRET', 'SUPABASE_SERVICE_ROLE_KEY']
    for (const result of await Promise.all(others.map((name) => set(name, SERVICE_KEY))))
      expect(result).toMatchObject(written)
    expect(await set('AUDIUS_API_KEY', `${MARK}-2`)).toMatchObject({
      exit: 0,
      json: { change: 'replaced', written: true, store: 'parameter-store' },
    })
    const { exit, states: all } = await states()
    expect([exit, new Set(Object.values(all))]).toEqual([0, new Set(['well-formed'])])
  })

  it('fail to be set in a wrong form, with exit 2, and stay what they were', async () => {
    const wrong = await set('ECHO_DATABASE_URL', `mysql://${MARK}`)
    expect(wrong).toMatchObject({ exit: 2, json: { error: { code: 'SECRET_MALFORMED' } } })
    expect(await set('ECHO_DATABASE_URL', '')).toMatchObject({
      exit: 2,
      json: { error: { data: { fault: 'is empty' } } },
    })
    expect(await states()).toMatchObject({ exit: 0 })
  })

  it('fail the check with exit 4 where somebody else put a wrong value', async () => {
    await secretsManager.send(
      new PutSecretValueCommand({
        SecretId: `${TARGET}/ECHO_DATABASE_URL`,
        SecretString: URL_OF_ECHO.replace('verify-full', 'disable'),
      }),
    )
    const check = await migrate(['secrets', 'check', TARGET])
    expect(check).toMatchObject({ exit: 4, json: { verdict: 'fail' } })
    expect(check.json.secrets).toContainEqual(
      expect.objectContaining({
        name: 'ECHO_DATABASE_URL',
        state: 'malformed',
        fault: expect.stringContaining('sslmode=disable') as string,
      }),
    )
  })

  it.each([
    ['as an argument', ['secrets', 'set', TARGET, 'ECHO_DATABASE_URL', MARK]],
    ['as an option', ['secrets', 'set', TARGET, 'ECHO_DATABASE_URL', `--value=${MARK}`]],
    ['in the place of the name', ['secrets', 'set', TARGET, MARK]],
    ['after a mistyped word', ['secrets', 'sett', TARGET, 'ECHO_DATABASE_URL', MARK]],
    [
      'in a file that is not there',
      ['secrets', 'set', TARGET, 'ECHO_DATABASE_URL', '--from-file', '/nowhere'],
    ],
    ['for a name that is not declared', ['secrets', 'set', TARGET, 'NOBODYS']],
  ])('fail with exit 2 when given %s', async (_how, args) => {
    expect(await migrate(args, MARK)).toMatchObject({ exit: 2, json: { error: { code: 'USAGE' } } })
  })

  it('fail with exit 3 in another account', async () => {
    const prod = await migrate(['secrets', 'set', 'studio/prod', 'ECHO_DATABASE_URL'], URL_OF_ECHO)
    expect(prod).toMatchObject({ exit: 3, json: { error: { code: 'ACCOUNT_MISMATCH' } } })
  })

  it('never showed a value, in whatever a command said or left behind', async () => {
    for (const args of [
      ['check', TARGET],
      ['set', TARGET, 'ECHO_DATABASE_URL', '--dry-run'],
    ])
      saidByAll += await text(['secrets', ...args], URL_OF_ECHO)
    expect(saidByAll).toContain('ECHO_DATABASE_URL would be replaced in secrets-manager')
    expect(saidByAll).not.toContain(MARK)
    const log = await readFile(join(dir, 'aws', 'emulator.log'), 'utf8')
    expect(log).not.toContain(MARK)
    expect((await readdir(dir)).sort()).toEqual(['aws', 'value.txt'])
  })
})
