import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findProviderMirror, terraformCliConfig } from '../../../scripts/adapters/terraform/provider-mirror'

const VERSION = '5.100.0'
const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mirror-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A mirror below `folder`, with the provider unpacked as Terraform expects it. */
function mirrorAt(path: string, version = VERSION): string {
  const mirror = join(folder, path)
  mkdirSync(join(mirror, 'registry.terraform.io/hashicorp/aws', version, PLATFORM), { recursive: true })
  return mirror
}

function find(env: Record<string, string> = {}, sharedRoots: string[] = []) {
  return findProviderMirror({
    env: { HOME: join(folder, 'home'), XDG_DATA_DIRS: join(folder, 'data'), ...env },
    version: VERSION,
    sharedRoots,
  })
}

describe('a provider mirror', () => {
  it('is found where TF_PROVIDER_MIRROR says', async () => {
    const mirror = mirrorAt('anywhere')
    expect(await find({ TF_PROVIDER_MIRROR: mirror })).toBe(mirror)
  })

  it.each(['home/.terraform.d/plugins', 'home/.local/share/terraform/plugins', 'data/terraform/plugins'])(
    "is found in Terraform's own place %s",
    async (path) => {
      const mirror = mirrorAt(path)
      expect(await find()).toBe(mirror)
    },
  )

  it('is found one level below a shared root, whatever its name', async () => {
    const mirror = mirrorAt('shared/providers-of-this-machine')
    mkdirSync(join(folder, 'shared', 'another'))
    expect(await find({}, [join(folder, 'absent'), join(folder, 'shared')])).toBe(mirror)
  })

  it('is found with the provider packed', async () => {
    const zip = join(
      folder,
      'home/.terraform.d/plugins/registry.terraform.io/hashicorp/aws',
      `terraform-provider-aws_${VERSION}_${PLATFORM}.zip`,
    )
    mkdirSync(dirname(zip), { recursive: true })
    writeFileSync(zip, '')
    expect(await find()).toBe(join(folder, 'home/.terraform.d/plugins'))
  })

  it('fails to be one with another version', async () => {
    mirrorAt('home/.terraform.d/plugins', '5.99.0')
    expect(await find()).toBeUndefined()
  })
})

describe('the CLI configuration', () => {
  const config = (env: Record<string, string>) =>
    terraformCliConfig({
      env: { HOME: join(folder, 'home'), XDG_DATA_DIRS: '', ...env },
      version: VERSION,
      directory: join(folder, 'cli'),
      sharedRoots: [],
    })

  it('is the one that is given, where it exists', async () => {
    const given = join(folder, 'my.tfrc')
    writeFileSync(given, '')
    expect(await config({ TF_CLI_CONFIG_FILE: given })).toBe(given)
    expect(existsSync(join(folder, 'cli'))).toBe(false)
  })

  it('takes the provider from a mirror, and nothing else', async () => {
    const mirror = mirrorAt('mirror')
    const text = readFileSync(
      await config({ TF_PROVIDER_MIRROR: mirror, TF_CLI_CONFIG_FILE: join(folder, 'gone') }),
      'utf8',
    )
    expect(text).toContain(`path    = ${JSON.stringify(mirror)}`)
    expect(text).toContain('exclude = ["registry.terraform.io/hashicorp/aws"]')
  })

  it('takes the provider from the registry once, where there is no mirror', async () => {
    const text = readFileSync(await config({}), 'utf8')
    expect(text).toContain(`plugin_cache_dir = ${JSON.stringify(join(folder, 'cli', 'plugins'))}`)
    expect(text).not.toContain('filesystem_mirror')
    expect(existsSync(join(folder, 'cli', 'plugins'))).toBe(true)
  })
})
