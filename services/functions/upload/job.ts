import type { DeclaredFiles, TrackDetails } from './request'

export const JOB_STATUSES = ['waiting', 'processing', 'published', 'failed'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

export interface Job {
  readonly jobId: string
  /** Who may see it. */
  readonly userId: string
  readonly status: JobStatus
  /** Account at the publisher. */
  readonly account: string
  readonly trackId: string
  readonly track: TrackDetails
  readonly files: DeclaredFiles
  /** Publications begun. */
  readonly attempts: number
  /** Seconds since 1970; while processing, nobody else may take the job before it. */
  readonly leaseUntil: number
  /** Seconds since 1970. */
  readonly createdAt: number
  readonly updatedAt: number
  /** Why it failed, for the user. */
  readonly reason?: string | undefined
}

/** An event is delivered at most three times: once, and twice again by Lambda after an error. */
export const ATTEMPTS_MAX = 3

/** Longer than the function may run, so that a lease never ends under a program that still works. */
export const LEASE_SECONDS = 330

export interface JobView {
  readonly jobId: string
  readonly status: JobStatus
  readonly title: string
  /** ISO 8601. */
  readonly createdAt: string
  readonly updatedAt: string
  /** Once published. */
  readonly trackId?: string
  /** Once failed. */
  readonly reason?: string
}

/** What its owner sees. A last attempt that was cut off is a failure, although nobody was left to write that down. */
export function viewOf(job: Job, nowSeconds: number): JobView {
  const cutOff = job.status === 'processing' && job.attempts >= ATTEMPTS_MAX && job.leaseUntil < nowSeconds
  const status = cutOff ? 'failed' : job.status
  const reason = cutOff ? 'The publication took too long.' : job.reason
  return {
    jobId: job.jobId,
    status,
    title: job.track.title,
    createdAt: iso(job.createdAt),
    updatedAt: iso(job.updatedAt),
    ...(status === 'published' ? { trackId: job.trackId } : {}),
    ...(status === 'failed' && reason !== undefined ? { reason } : {}),
  }
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
