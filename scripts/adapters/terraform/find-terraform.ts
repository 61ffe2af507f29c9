import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { MigrateError } from '../../engine/errors'

/** First version whose S3 backend locks by itself (`use_lockfile`). */
const MINIMUM = [1, 11] as const
const PROGRAM = process.platform === 'win32' ? 'terraform.exe' : 'terraform'

type Env = Readonly<Record<string, string | undefined>>

/** Path of Terraform on the PATH. Throws MigrateError TOOL_MISSING if there is none, or one below 1.11. */
export async function findTerraform(env: Env): Promise<string> {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const program = folders.map((folder) => join(folder, PROGRAM)).find(isExecutable)
  if (program === undefined) throw missing('Terraform is not on the PATH', {})
  const version = await versionOf(program, env)
  if (!isRecent(version)) throw missing(`${program} is version ${version}`, { program, version })
  return program
}

async function versionOf(program: string, env: Env): Promise<string> {
  const clean = { ...env, CHECKPOINT_DISABLE: '1' }
  const { stdout } = await promisify(execFile)(program, ['version', '-json'], { env: clean })
  const answer: unknown = JSON.parse(stdout)
  const version: unknown =
    typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'terraform_version') : ''
  return typeof version === 'string' ? version : ''
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function missing(what: string, data: Record<string, string>): MigrateError {
  const wanted = MINIMUM.join('.')
  return new MigrateError('TOOL_MISSING', `${what}, expected Terraform ${wanted} or newer`, {
    data: { ...data, expected: `>= ${wanted}` },
    suggestion: 'install Terraform: https://developer.hashicorp.com/terraform/install',
  })
}
