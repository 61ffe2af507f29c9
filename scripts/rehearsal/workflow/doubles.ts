import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Value } from './evaluate'

/** What a stand-in for somebody else's action is given. */
export interface DoubleCall {
  inputs: Readonly<Record<string, string>>
  /** The environment the action would have. */
  env: Readonly<Record<string, string>>
  cwd: string
  /** A folder that outlives the job. */
  artifacts: string
  permissions: Value
  print: (line: string) => void
}

export interface DoubleResult {
  /** @default 0 */
  exitCode?: number
  outputs?: Record<string, string>
  /** For the steps after it, as the action would write to GITHUB_ENV. */
  env?: Record<string, string>
}

/** Throws where the action itself would fail. */
export type Double = (call: DoubleCall) => Promise<DoubleResult>

/** Stand-ins by `owner/name`, or by path for one of ours. A foreign action that has none cannot be run. */
export const DOUBLES: Readonly<Record<string, Double>> = {
  'actions/checkout': checkout,
  'actions/setup-node': setUpTool('node'),
  'hashicorp/setup-terraform': setUpTool('terraform'),
  'aws-actions/configure-aws-credentials': configureAwsCredentials,
  'actions/upload-artifact': uploadArtifact,
  './.github/actions/install': install,
}

/** The working tree is the checkout. */
async function checkout({ inputs, cwd, print }: DoubleCall): Promise<DoubleResult> {
  if (inputs['persist-credentials'] !== 'false')
    throw new Error('checkout must not leave its token in .git/config')
  print(`the working tree is ${cwd}`)
  return {}
}

/** Installing anew would take the packages away from what runs this. */
async function install({ cwd, print }: DoubleCall): Promise<DoubleResult> {
  if (!existsSync(join(cwd, 'node_modules'))) throw new Error('npm ci was not run: there is no node_modules')
  print('the packages are installed')
  return {}
}

function setUpTool(tool: string): Double {
  return async ({ env, print }) => {
    const folder = (env['PATH'] ?? '').split(':').find((path) => path !== '' && existsSync(join(path, tool)))
    if (folder === undefined) throw new Error(`${tool} is not on the PATH`)
    print(`${tool} is at ${join(folder, tool)}`)
    return {}
  }
}

/** Leaves the credentials of the environment as they are, but asks for what the real one cannot do without. */
async function configureAwsCredentials({ inputs, permissions, print }: DoubleCall): Promise<DoubleResult> {
  const role = inputs['role-to-assume'] ?? ''
  const region = inputs['aws-region'] ?? ''
  if (role === '') throw new Error('Could not load credentials from any providers: role-to-assume is empty')
  if (region === '') throw new Error('Input required and not supplied: aws-region')
  if (permissionOf(permissions, 'id-token') !== 'write') {
    throw new Error("Could not assume role with OIDC: the job lacks the permission 'id-token: write'")
  }
  print(`would assume ${role} in ${region}`)
  return { env: { AWS_REGION: region, AWS_DEFAULT_REGION: region } }
}

function permissionOf(permissions: Value, name: string): Value {
  if (permissions === 'write-all') return 'write'
  return typeof permissions === 'object' && permissions !== null && !Array.isArray(permissions)
    ? (permissions[name] ?? null)
    : null
}

/** Copies the files, so that a report shows what a run would have kept. */
async function uploadArtifact({ inputs, cwd, artifacts, print }: DoubleCall): Promise<DoubleResult> {
  const folder = join(artifacts, inputs['name'] ?? 'artifact')
  const paths = (inputs['path'] ?? '').split('\n').filter((path) => path.trim() !== '')
  const found = paths.map((path) => resolve(cwd, path.trim())).filter((path) => existsSync(path))
  if (found.length === 0 && inputs['if-no-files-found'] === 'error') {
    throw new Error(`No files were found with the provided path: ${paths.join(', ')}`)
  }
  mkdirSync(folder, { recursive: true })
  for (const path of found) cpSync(path, join(folder, basename(path)), { recursive: true })
  print(`kept ${found.length} of ${paths.length} paths`)
  return {}
}
