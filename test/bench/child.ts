/** One contender in a process of its own, so that memory and processor time are its own. */
import { json } from 'node:stream/consumers'
import { S3Client } from '@aws-sdk/client-s3'
import { inventoryOnly, joinOnly, noOpJoin } from './contenders/inventory'
import { naive } from './contenders/naive'
import { ours } from './contenders/ours'
import { pipe } from './contenders/pipe'
import { jobSchema, type Job, type Result } from './job'

export interface Work {
  job: Job
  s3: S3Client
}

export interface Done {
  objects: number
  bytes: number
}

const CONTENDERS: Record<Job['contender'], (work: Work) => Promise<Done>> = {
  ours,
  pipe,
  naive,
  inventory: inventoryOnly,
  'merge-join': joinOnly,
  'no-op-join': noOpJoin,
}

async function main(): Promise<void> {
  const job = jobSchema.parse(await json(process.stdin))
  // As scripts/compose/environment.ts makes it, with its settings given.
  const s3 = new S3Client({
    endpoint: job.s3Endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    maxAttempts: 5,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const startRss = process.memoryUsage().rss
  const cpu = process.cpuUsage()
  const start = process.hrtime.bigint()
  const done = await CONTENDERS[job.contender]({ job, s3 })
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  const { user, system } = process.cpuUsage(cpu)
  s3.destroy()
  const peakRss = process.resourceUsage().maxRSS * 1024
  const result: Result = { ...done, seconds, startRss, peakRss, cpuSeconds: (user + system) / 1e6 }
  process.stdout.write(JSON.stringify(result))
}

void main()
