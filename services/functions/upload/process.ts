import type { S3Event } from 'aws-lambda'
import { errorFields, type Log } from '../../shared/lambda/log'
import { completedJob, PARTS, type JobFiles, type Part } from './files'
import { ATTEMPTS_MAX, type Job } from './job'
import type { Jobs, Outcome } from './jobs'
import { PublishRefused, type TrackPublisher } from './publisher'

export interface ProcessDependencies {
  readonly jobs: Jobs
  readonly files: JobFiles
  readonly publisher: TrackPublisher
  readonly log: Log
}

const LABELS: Readonly<Record<Part, string>> = { audio: 'audio file', coverArt: 'cover art' }
const GAVE_UP = 'Audius could not be reached. Upload the track again later.'

/** Objects that arrived. Throws where an attempt failed and another may succeed: Lambda then delivers the event again. */
export async function processArrivals(
  { Records }: Pick<S3Event, 'Records'>,
  dependencies: ProcessDependencies,
): Promise<void> {
  for (const { s3 } of Records) {
    const jobId = completedJob(s3.object.key)
    if (jobId !== undefined) await processJob(jobId, dependencies)
  }
}

async function processJob(jobId: string, dependencies: ProcessDependencies): Promise<void> {
  const { jobs, log } = dependencies
  const job = await jobs.claim(jobId)
  if (job === undefined) {
    log.info('nothing to do', { jobId })
    return
  }
  try {
    const outcome = await attempt(job, dependencies)
    await jobs.finish(job, outcome)
    log.info('finished', { jobId, attempt: job.attempts, ...outcome })
  } catch (error) {
    log.error('attempt failed', { jobId, attempt: job.attempts, ...errorFields(error) })
    if (job.attempts >= ATTEMPTS_MAX) {
      await jobs.finish(job, { status: 'failed', reason: GAVE_UP })
      return
    }
    await jobs.finish(job, { status: 'waiting' })
    throw error
  }
}

async function attempt(job: Job, { files, publisher }: ProcessDependencies): Promise<Outcome> {
  const fault = await faultOf(job, files)
  if (fault !== undefined) return { status: 'failed', reason: fault }
  const file = (part: Part) => ({
    declared: job.files[part],
    open: () => files.open(job.jobId, part),
  })
  try {
    await publisher.publish({
      account: job.account,
      trackId: job.trackId,
      attempt: job.attempts,
      track: job.track,
      audio: file('audio'),
      coverArt: file('coverArt'),
    })
    return { status: 'published' }
  } catch (error) {
    if (error instanceof PublishRefused) return { status: 'failed', reason: error.message }
    throw error
  }
}

/** What is wrong with the files, for the user. Signed URLs allow nothing else than what was declared; S3 is asked anyway. */
async function faultOf(job: Job, files: JobFiles): Promise<string | undefined> {
  for (const part of PARTS) {
    const declared = job.files[part]
    const arrived = await files.arrived(job.jobId, part)
    if (arrived === undefined) return `The ${LABELS[part]} was not uploaded.`
    if (arrived.size !== declared.size) {
      return `The ${LABELS[part]} has ${arrived.size} bytes, ${declared.size} were announced.`
    }
    if (arrived.contentType !== declared.contentType) {
      return `The ${LABELS[part]} is ${arrived.contentType || 'of no type'}, ${declared.contentType} was announced.`
    }
  }
  return undefined
}
