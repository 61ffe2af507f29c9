import * as core from '@actions/core'
import { readInputs } from './inputs'
import { run } from './run'

async function main(): Promise<void> {
  const { url, body } = await run(readInputs())
  core.setOutput('url', url)
  core.info(`comment: ${url}`)
  await core.summary.addRaw(body, true).write()
}

main().catch((error: unknown) => core.setFailed(error instanceof Error ? error : String(error)))
