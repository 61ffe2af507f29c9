import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { MigrateError } from '../../scripts/engine/errors'
import type { Cleanup } from '../../scripts/rehearsal/cleanup'
import type { Result } from './job'
import { endWithUs } from './run-child'
import { keysOf, type BenchWorld } from './world'
import type { Corpus } from './options'

export const TUNED = ['--checksum', '--fast-list', '--transfers', '32', '--checkers', '32', '--metadata']
const POLL_MS = 20
/** Linux tells processor time in hundredths of a second, on every architecture we run on. */
const TICKS_PER_SECOND = 100

/** rclone's first line about itself; undefined where it is not installed. */
export async function rcloneVersion(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('rclone', ['version'])
    return stdout.split('\n')[0]
  } catch {
    return undefined
  }
}

/**
 * What rclone's http backend reads a source from: pages of links made beforehand. The objects are not passed through
 * here: a request for one is sent on to the Storage API's public URL, so the bytes go straight to rclone.
 */
export async function startListing(world: BenchWorld, corpus: Corpus, cleanup: Cleanup): Promise<string> {
  const pages = pagesOf(keysOf(corpus))
  const server = createServer((request, response) => {
    const page = pages.get(request.url ?? '')
    if (page !== undefined) response.writeHead(200, { 'content-type': 'text/html' }).end(page)
    else {
      const location = `${world.storage.url}/storage/v1/object/public/${corpus.bucket}${request.url ?? ''}`
      response.writeHead(307, { location, 'content-length': 0 }).end()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanup.add('listing', async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the listing has no port')
  return `http://127.0.0.1:${address.port}/`
}

function pagesOf(keys: readonly string[]): Map<string, string> {
  const links = new Map<string, Set<string>>()
  for (const key of keys) {
    const parts = key.split('/')
    parts.forEach((part, depth) => {
      const folder = `/${parts
        .slice(0, depth)
        .map((name) => `${name}/`)
        .join('')}`
      const entries = links.get(folder) ?? new Set<string>()
      links.set(folder, entries.add(depth === parts.length - 1 ? part : `${part}/`))
    })
  }
  const page = (names: Set<string>): string =>
    [...names].map((name) => `<a href="${name}">${name}</a>`).join('\n')
  return new Map([...links].map(([folder, names]) => [folder, page(names)]))
}

/** `rclone sync` as its own process; seconds include its start. @throws MigrateError COMMAND_FAILED */
export async function runRclone(
  world: BenchWorld,
  copy: { listing: string; targetBucket: string; corpus: Corpus; flags: readonly string[] },
): Promise<Result> {
  const start = process.hrtime.bigint()
  const child = spawn('rclone', ['sync', 'source:', `target:${copy.targetBucket}`, ...copy.flags], {
    env: { ...process.env, ...remotes(world, copy.listing) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  endWithUs(child)
  const peak = watch(child.pid ?? 0)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [err, exit] = await Promise.all([buffer(child.stderr), ended])
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  const { peakRss, cpuSeconds } = peak.stop()
  if (exit !== 0) {
    throw new MigrateError(
      'COMMAND_FAILED',
      `rclone ended with ${String(exit)}: ${err.toString().slice(-2_000)}`,
      {
        suggestion: 'the text above is the end of what it wrote to standard error',
      },
    )
  }
  const { objects, size } = copy.corpus
  return { seconds, objects, bytes: objects * size, startRss: 0, peakRss, cpuSeconds }
}

function remotes(world: BenchWorld, listing: string): Record<string, string | undefined> {
  return {
    // Plain http: a bundle of the machine's would only be refused.
    AWS_CA_BUNDLE: undefined,
    RCLONE_CONFIG: '/dev/null',
    RCLONE_CONFIG_SOURCE_TYPE: 'http',
    RCLONE_CONFIG_SOURCE_URL: listing,
    RCLONE_CONFIG_TARGET_TYPE: 's3',
    RCLONE_CONFIG_TARGET_PROVIDER: 'Other',
    RCLONE_CONFIG_TARGET_ENDPOINT: world.emulator.endpoint,
    RCLONE_CONFIG_TARGET_REGION: 'us-east-1',
    RCLONE_CONFIG_TARGET_ACCESS_KEY_ID: 'bench',
    RCLONE_CONFIG_TARGET_SECRET_ACCESS_KEY: 'bench',
    RCLONE_CONFIG_TARGET_NO_CHECK_BUCKET: 'true',
  }
}

interface Usage {
  peakRss: number
  cpuSeconds: number
}

/** The kernel's own figures of a process, looked at until it ends; zeros where there is no /proc. */
function watch(pid: number): { stop: () => Usage } {
  const usage: Usage = { peakRss: 0, cpuSeconds: 0 }
  const look = async (): Promise<void> => {
    const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
    const [status, stat] = [await read('status'), await read('stat')]
    const kib = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0)
    // Fields 14 and 15, counted behind the name, which may hold spaces.
    const ticks = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
    const cpuSeconds = ticks.reduce((sum, value) => sum + Number(value), 0) / TICKS_PER_SECOND
    usage.peakRss = Math.max(usage.peakRss, kib * 1024)
    usage.cpuSeconds = Math.max(usage.cpuSeconds, cpuSeconds)
  }
  const timer = setInterval(() => void look(), POLL_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return usage
    },
  }
}
