import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/** Address of the AWS provider, which is also its folder in a mirror. */
const AWS_PROVIDER = 'registry.terraform.io/hashicorp/aws'

/** Where packages and administrators put things; a mirror is looked for one level below. */
const SHARED_ROOTS = ['/opt', '/usr/local/share', '/usr/share', '/usr/local/lib', '/usr/lib', '/var/lib']
const HOME_ROOTS = ['', '.cache', '.config', '.local/share', '.local/lib']

const OS_NAMES: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
}
const ARCH_NAMES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64', ia32: '386' }

type Env = Readonly<Record<string, string | undefined>>

export interface CliConfigOptions {
  env: Env
  /** Version of the AWS provider that the stack pins. */
  version: string
  /** Where the file is written, and where providers from the registry are kept. */
  directory: string
  /** @default the roots under which packages are commonly installed */
  sharedRoots?: readonly string[]
}

/**
 * The CLI configuration file for Terraform: the one in TF_CLI_CONFIG_FILE if it exists, else one of ours that takes the
 * AWS provider from a filesystem mirror if there is one, else from the registry, once, into a cache.
 */
export async function terraformCliConfig(options: CliConfigOptions): Promise<string> {
  const given = options.env['TF_CLI_CONFIG_FILE']
  if (given !== undefined && existsSync(given)) return given
  const mirror = await findProviderMirror(options)
  const cache = join(options.directory, 'plugins')
  await mkdir(cache, { recursive: true })
  return writeWhole(join(options.directory, 'terraform.tfrc'), render(mirror, cache))
}

/** First filesystem mirror that holds this version for this machine. */
export async function findProviderMirror(
  options: Omit<CliConfigOptions, 'directory'>,
): Promise<string | undefined> {
  const { env, version, sharedRoots = SHARED_ROOTS } = options
  const home = env['HOME'] ?? homedir()
  const homeRoots = HOME_ROOTS.map((root) => join(home, root))
  const named = env['TF_PROVIDER_MIRROR']
  const likely = [...(named === undefined ? [] : [named]), ...impliedMirrors(env, home)]
  const found = likely.find((directory) => holdsProvider(directory, version))
  if (found !== undefined) return found
  for (const root of [...sharedRoots, ...homeRoots]) {
    const below = await foldersIn(root)
    const mirror = below.find((directory) => holdsProvider(directory, version))
    if (mirror !== undefined) return mirror
  }
  return undefined
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function impliedMirrors(env: Env, home: string): string[] {
  const dataHome = env['XDG_DATA_HOME'] ?? join(home, '.local/share')
  const dataDirs = (env['XDG_DATA_DIRS'] ?? ['/usr/local/share', '/usr/share'].join(delimiter)).split(
    delimiter,
  )
  const application = env['APPDATA']
  return [
    join(home, '.terraform.d/plugins'),
    join(home, 'Library/Application Support/io.terraform/plugins'),
    '/Library/Application Support/io.terraform/plugins',
    ...(application === undefined ? [] : [join(application, 'terraform.d/plugins')]),
    ...[dataHome, ...dataDirs].map((directory) => join(directory, 'terraform/plugins')),
  ]
}

/** A mirror keeps a provider unpacked in a folder, or packed in a zip file. */
function holdsProvider(directory: string, version: string): boolean {
  const platform = `${OS_NAMES[process.platform] ?? process.platform}_${ARCH_NAMES[process.arch] ?? process.arch}`
  const provider = join(directory, AWS_PROVIDER)
  return (
    existsSync(join(provider, version, platform)) ||
    existsSync(join(provider, `terraform-provider-aws_${version}_${platform}.zip`))
  )
}

async function foldersIn(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(root, entry.name))
      .sort()
  } catch {
    // Absent or closed to us: not a place where we find a mirror.
    return []
  }
}

function render(mirror: string | undefined, cache: string): string {
  const quote = (text: string): string => JSON.stringify(text)
  if (mirror === undefined) return `disable_checkpoint = true\nplugin_cache_dir = ${quote(cache)}\n`
  return `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = ${quote(mirror)}
    include = [${quote(AWS_PROVIDER)}]
  }
  direct {
    exclude = [${quote(AWS_PROVIDER)}]
  }
}
`
}

/** Two runs may write at the same time; neither may read half a file. */
async function writeWhole(path: string, text: string): Promise<string> {
  // Several runs of one process may write it at once.
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, text)
  await rename(draft, path)
  return path
}
