import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { referencesOfValue } from './references'
import { asList, asValues, type PlannedResource, type Values } from './resource'

/** Every resource of every stack in a folder that `npm run synth` has written, in the order of the stacks' names. */
export async function readSynthesized(outdir: string): Promise<readonly PlannedResource[]> {
  const stacks = await readStacks(outdir)
  return stacks.flatMap(({ stack, json }) => resourcesOf(stack, json))
}

/**
 * What stands beside the resources, in the same form: providers (`type: 'provider'`) and outputs (`type: 'output'`, with
 * `value`), for rules that ask who is tagged and who reads what from another stack.
 */
export async function readSynthesizedContext(outdir: string): Promise<readonly PlannedResource[]> {
  const stacks = await readStacks(outdir)
  return stacks.flatMap(({ stack, json }) => contextOf(stack, json))
}

/** The resources of one synthesised stack. */
export function resourcesOf(stack: string, json: Values): readonly PlannedResource[] {
  return Object.entries(asValues(json['resource']) ?? {}).flatMap(([type, byId]) =>
    Object.entries(asValues(byId) ?? {}).map(([id, config]) => {
      const { '//': comment, ...values } = asValues(config) ?? {}
      return planned({ stack, type, address: `${type}.${id}`, path: pathOf(comment) ?? id, values })
    }),
  )
}

/** Providers and outputs of one synthesised stack. */
export function contextOf(stack: string, json: Values): readonly PlannedResource[] {
  const providers = Object.entries(asValues(json['provider']) ?? {}).flatMap(([name, blocks]) =>
    asList(blocks).map((config) => {
      const values = asValues(config) ?? {}
      const alias = typeof values['alias'] === 'string' ? `.${values['alias']}` : ''
      return planned({
        stack,
        type: 'provider',
        address: `provider.${name}${alias}`,
        path: `${name}${alias}`,
        values,
      })
    }),
  )
  const outputs = Object.entries(asValues(json['output']) ?? {}).map(([name, config]) => {
    return planned({
      stack,
      type: 'output',
      address: `output.${name}`,
      path: name,
      values: asValues(config) ?? {},
    })
  })
  return [...providers, ...outputs]
}

interface Stack {
  readonly stack: string
  readonly json: Values
}

async function readStacks(outdir: string): Promise<readonly Stack[]> {
  const folder = join(outdir, 'stacks')
  const names = (await readdir(folder)).sort()
  return Promise.all(
    names.map(async (stack) => {
      const json: unknown = JSON.parse(await readFile(join(folder, stack, 'cdk.tf.json'), 'utf8'))
      return { stack, json: asValues(json) ?? {} }
    }),
  )
}

function pathOf(comment: unknown): string | undefined {
  const path = asValues(asValues(comment)?.['metadata'])?.['path']
  return typeof path === 'string' ? path.split('/').slice(1).join('/') : undefined
}

function planned(resource: Omit<PlannedResource, 'references' | 'referencesOf' | 'source'>): PlannedResource {
  const referencesOf = Object.fromEntries(
    Object.entries(resource.values)
      .map(([name, value]) => [name, referencesOfValue(value)] as const)
      .filter(([, found]) => found.length > 0),
  )
  const references = [...new Set(Object.values(referencesOf).flat())].sort()
  return { ...resource, references, referencesOf, source: 'synth' }
}
