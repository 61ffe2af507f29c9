import { rmSync } from 'node:fs'
import { rememberedServer } from './test-server'

/** Stops what global-setup.ts started. */
export default async function globalTeardown(): Promise<void> {
  const running = rememberedServer()
  if (!running) return
  await running.server.stop()
  rmSync(running.dir, { recursive: true, force: true })
}
