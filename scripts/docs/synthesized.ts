import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { synthesizeTo } from '../compose/synth'
import { readSynthesized, readSynthesizedContext } from '../plan/resources/read-synthesized'
import type { PlannedResource } from '../plan/resources/resource'

interface Synthesized {
  readonly resources: readonly PlannedResource[]
  readonly context: readonly PlannedResource[]
}

let once: Promise<Synthesized> | undefined

/** Every resource of every system, synthesised once for all pages that need them. */
export async function synthesizedResources(): Promise<readonly PlannedResource[]> {
  once ??= read()
  return (await once).resources
}

/** Their providers and outputs. */
export async function synthesizedContext(): Promise<readonly PlannedResource[]> {
  once ??= read()
  return (await once).context
}

async function read(): Promise<Synthesized> {
  const outdir = await mkdtemp(join(tmpdir(), 'pages-synth-'))
  try {
    // Nothing of the environment may show in a page.
    await synthesizeTo(outdir, {})
    return { resources: await readSynthesized(outdir), context: await readSynthesizedContext(outdir) }
  } finally {
    await rm(outdir, { recursive: true, force: true })
  }
}
