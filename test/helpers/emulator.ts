import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator, type Emulator } from '../../scripts/rehearsal/emulator/emulator'

/** Runs `use` against an emulator of its own in a directory of its own; both are gone afterwards. */
export async function withEmulator<T>(use: (emulator: Emulator) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'emulator-'))
  try {
    const emulator = await startEmulator({ dir, env: process.env })
    try {
      return await use(emulator)
    } finally {
      await emulator.stop()
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
