import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { startEmulator, type Emulator } from '../../scripts/rehearsal/emulator/emulator'

/** Runs `use` against an emulator of its own in a directory of its own; both are gone afterwards. */
export async function withEmulator<T>(use: (emulator: Emulator) => Promise<T>): Promise<T> {
  const emulator = await createEmulator()
  try {
    return await use(emulator)
  } finally {
    await emulator.stop()
  }
}

/** For beforeAll and afterAll: `stop` also removes the directory. Prefer withEmulator. */
export async function createEmulator(): Promise<Emulator> {
  const dir = await mkdtemp(join(tmpdir(), 'emulator-'))
  const remove = () => rm(dir, { recursive: true, force: true })
  try {
    const emulator = await startEmulator({ dir, env: process.env })
    return { ...emulator, stop: () => emulator.stop().finally(remove) }
  } catch (error) {
    await remove()
    throw error
  }
}

export interface EmulatorKeys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

/** A client as production code makes it, with its settings given instead of read from the environment. */
export function s3Client(emulator: Emulator, keys?: EmulatorKeys): S3Client {
  const { env, endpoint } = emulator
  const own = { accessKeyId: env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '' }
  return new S3Client({ endpoint, region: env.AWS_REGION ?? '', credentials: keys ?? own })
}
