import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Report as HealthReport } from '../../.github/actions/health-check/src/run'
import { readLedger, type LedgerEntry } from '../../scripts/rehearsal/application/ledger'
import { parseReport, REPORT_JSON, type Report } from '../../scripts/report/schema'
import {
  INFRASTRUCTURE_JSON,
  parseInfrastructureReport,
  type InfrastructureReport,
} from '../../scripts/report/schema-infrastructure'
import { ROOT } from '../helpers/source-files'

/** Far beyond what a quick rehearsal takes, below the limit of a test. */
const LIMIT_MS = 840_000

/** One line of the repository typed wrong. */
export interface Slip {
  file: string
  from: string
  to: string
}

export interface Rehearsed {
  exit: number | null
  report: Report
  /** What the health-check action wrote. */
  health: HealthReport
  /** Everything the application was told, in order. */
  ledger: LedgerEntry[]
}

/** Copies the repository as it would be committed now, makes the slip there, and rehearses it. The copy is gone after. */
export async function rehearseWith(slip: Slip): Promise<Rehearsed> {
  return withCopy(slip, async (copy) => {
    const exit = await rehearse(copy, ['--quick'])
    const report = parseReport(await readJson(join(copy, REPORT_JSON)))
    const world = join(copy, '.rehearsal', report.runId)
    return {
      exit,
      report,
      health: await keptHealth(join(world, 'workflow/artifacts/health-check'), report),
      ledger: await readLedger(join(world, 'ledger-1.jsonl')),
    }
  })
}

export interface RehearsedInfrastructure {
  exit: number | null
  report: InfrastructureReport
}

/** As `rehearseWith`, for the infrastructure of one system, with or without a slip. */
export async function rehearseInfrastructureWith(
  system: string,
  slip?: Slip,
): Promise<RehearsedInfrastructure> {
  return withCopy(slip, async (copy) => {
    const exit = await rehearse(copy, ['--only', 'infrastructure', '--system', system])
    return { exit, report: parseInfrastructureReport(await readJson(join(copy, INFRASTRUCTURE_JSON))) }
  })
}

async function withCopy<T>(slip: Slip | undefined, work: (copy: string) => Promise<T>): Promise<T> {
  const copy = await mkdtemp(join(tmpdir(), 'rehearsal-copy-'))
  try {
    await copyRepository(copy)
    if (slip !== undefined) await makeSlip(copy, slip)
    return await work(copy)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

async function copyRepository(copy: string): Promise<void> {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  // A file that was removed and not committed yet is listed, too.
  const files = listed.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)))
  for (const file of files) {
    await mkdir(dirname(join(copy, file)), { recursive: true })
    await cp(join(ROOT, file), join(copy, file))
  }
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
}

async function makeSlip(copy: string, { file, from, to }: Slip): Promise<void> {
  const path = join(copy, file)
  const text = await readFile(path, 'utf8')
  if (text.split(from).length !== 2) throw new Error(`${file} does not say "${from}" once`)
  await writeFile(
    path,
    text.replace(from, () => to),
  )
}

/** What `npm run rehearse` runs, without npm, which does not pass SIGTERM on. --keep: the world's folder goes with the copy. */
async function rehearse(cwd: string, options: readonly string[]): Promise<number | null> {
  const args = ['--import', 'tsx', 'scripts/rehearsal/main.ts', ...options, '--keep']
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
  const late = setTimeout(() => child.kill('SIGTERM'), LIMIT_MS)
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
  } finally {
    clearTimeout(late)
  }
}

/** The workflow keeps it as an artifact, whatever the outcome. */
async function keptHealth(folder: string, { failure }: Report): Promise<HealthReport> {
  const [file] = existsSync(folder) ? await readdir(folder) : []
  if (file === undefined) throw new Error(`no health check ran: ${JSON.stringify(failure)}`)
  // Safe: our own action wrote it; what a test expects of it is checked there.
  return (await readJson(join(folder, file))) as HealthReport
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'))
}
