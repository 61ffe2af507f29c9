import { rememberedServer } from './test-server'

/** Stops what global-setup.ts started. */
export default async function globalTeardown(): Promise<void> {
  await rememberedServer()?.stop()
}
