import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SystemInput } from '../../../cdktf/config/schema'
import { synthesize } from '../../../cdktf/synthesize'
import { systems } from '../../../cdktf/systems'

export interface SynthesizedFolder {
  readonly names: readonly string[]
  readonly directoryOf: (stack: string) => string
}

/** Runs `use` with every stack synthesised into a folder of its own; it is gone afterwards. */
export async function withStacks<T>(
  use: (stacks: SynthesizedFolder) => Promise<T>,
  input: readonly SystemInput[] = systems,
): Promise<T> {
  const outdir = await mkdtemp(join(tmpdir(), 'apply-'))
  try {
    const names = synthesize({ outdir, systems: input })
    return await use({ names, directoryOf: (stack) => join(outdir, 'stacks', stack) })
  } finally {
    await rm(outdir, { recursive: true, force: true })
  }
}
