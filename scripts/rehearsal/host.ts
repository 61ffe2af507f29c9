import { execFile } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { promisify } from 'node:util'
import type { ReportInput } from '../report/schema'

const run = promisify(execFile)

type Env = Readonly<Record<string, string | undefined>>

/** The machine and the programs, for the report. */
export async function describeHost(env: Env): Promise<Omit<ReportInput['host'], 'postgres'>> {
  return {
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
    terraform: await terraformVersion(env),
    emulator: 'moto 5.2.1',
  }
}

async function terraformVersion(env: Env): Promise<string> {
  try {
    const { stdout } = await run('terraform', ['version', '-json'], { env })
    const { terraform_version: version } = JSON.parse(stdout) as { terraform_version?: string }
    return version ?? 'unknown'
  } catch {
    return 'not found'
  }
}
