import { createTerraform } from '../../../scripts/adapters/terraform/terraform'
import { withStacks } from './stacks-in'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

// Without a backend nothing is asked of AWS: the real provider's schema alone judges.
const LIMIT_MS = 600_000
const AT_ONCE = 3

describe('terraform validate', () => {
  it(
    'accepts every stack of every environment, and refuses a misspelled property',
    async () => {
      const terraform = createTerraform({ env: process.env })
      await withStacks(async ({ names, directoryOf }) => {
        expect(names).toHaveLength(48)
        await forEachOf(names, AT_ONCE, async (name) => {
          await withoutBackend(directoryOf(name))
          await terraform.init(directoryOf(name))
          await expect(terraform.validate(directoryOf(name))).resolves.toBeUndefined()
        })
        await damage(directoryOf('aiuteur-dev-storage'))
        await expect(terraform.validate(directoryOf('aiuteur-dev-storage'))).rejects.toMatchObject({
          code: 'TERRAFORM_FAILED',
          message: expect.stringContaining('Extraneous JSON object property') as string,
        })
      })
    },
    LIMIT_MS,
  )
})

/** Runs `work` on every item, `limit` of them at once. */
async function forEachOf(
  items: readonly string[],
  limit: number,
  work: (item: string) => Promise<void>,
): Promise<void> {
  const waiting = [...items]
  const next = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: limit }, next))
}

async function withoutBackend(directory: string): Promise<void> {
  await edit(directory, (text) => text.replace(/"backend": \{\s*"s3": \{[^}]*\}\s*\},/, ''))
}

async function damage(directory: string): Promise<void> {
  await edit(directory, (text) => text.replace('"restrict_public_buckets"', '"restrict_public_bucket"'))
}

async function edit(directory: string, change: (text: string) => string): Promise<void> {
  const path = join(directory, 'cdk.tf.json')
  const text = await readFile(path, 'utf8')
  const changed = change(text)
  expect(changed).not.toBe(text)
  await writeFile(path, changed)
}
