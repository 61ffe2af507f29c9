import type { Failure } from '../engine/output'
import type { ReportInput } from '../report/schema'
import type { Recorder } from './recorder'
import type { Crossed } from './crossing'
import type { WorkflowRecord } from './workflow-run'
import { TARGET, type World } from './world'

/** What is known when the rehearsal ends, however it ended. */
export interface Ending {
  recorder: Recorder
  runId: string
  workflows: WorkflowRecord
  host?: ReportInput['host']
  world?: World
  throughput?: ReportInput['throughput']
  crossed?: Crossed
  failure?: Failure
}

/** What this rehearsal does not show; printed in the report, so that nobody believes more than was proved. */
const LIMITS = [
  'AWS is emulated: permissions of roles are not enforced, and nothing is said about the speed or the prices of AWS.',
  'S3 is one process on this machine: its ETag is an MD5 even under KMS, unlike AWS; nothing here relies on it.',
  'CloudFront is a stand-in that takes origins, groups and access from the applied distribution; it caches nothing and speaks plain HTTP.',
  'GitHub is not here: the workflow files run step by step on this machine, and approvals are given by the rehearsal.',
  'Supabase’s Storage API is a server of ours that keeps to what was observed of the real one; its rate limits are unknown.',
]

/** Puts the report together. A failed run says what it knows and leaves the rest null. */
export function buildReport(ending: Ending, host: ReportInput['host']): ReportInput {
  const [system = '', environment = ''] = TARGET.split('/')
  const proof = ending.crossed?.proof
  const failure = failureOf(ending)
  return {
    version: 1,
    runId: ending.runId,
    startedAt: ending.recorder.startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    system,
    environment,
    host,
    outcome: failure === null ? 'succeeded' : 'failed',
    failure,
    lost: proof?.lost ?? null,
    doubled: proof?.doubled ?? null,
    resurrected: proof?.resurrected ?? null,
    differences: proof?.differences ?? null,
    counts: countsOf(ending),
    stages: ending.recorder.stages,
    throughput: ending.throughput ?? [],
    application: ending.crossed?.application ?? {
      samples: [],
      longestPauseMs: 0,
      longestPauseAt: null,
      errors: [],
    },
    terraform: ending.crossed?.terraform ?? [],
    approvals: ending.workflows.approvals,
    workflowSteps: ending.workflows.steps,
    limits: LIMITS,
  }
}

function failureOf(ending: Ending): ReportInput['failure'] {
  const stage = ending.recorder.failedStage
  if (ending.failure) {
    const { code, message, suggestion } = ending.failure
    return {
      code,
      message,
      suggestion: suggestion ?? 'run it again with --keep and read rehearsal.log',
      stage,
    }
  }
  if (ending.crossed?.proof.clean === true) return null
  return {
    code: 'DIFFERENCE',
    message: 'the proof at the end found something lost, doubled, resurrected or different',
    suggestion: 'read the differences in this report',
    stage,
  }
}

function countsOf({ crossed, world }: Ending): ReportInput['counts'] {
  const buckets = crossed?.proof.buckets ?? []
  const hits = world?.cdn.hits() ?? { s3: 0, fallback: 0 }
  return {
    objects: buckets.reduce((sum, { objects }) => sum + objects, 0),
    bytes: buckets.reduce((sum, { bytes }) => sum + bytes, 0),
    rows: crossed?.proof.rows ?? 0,
    buckets,
    urls: { rewritten: crossed?.urls.rewritten ?? 0, restored: crossed?.urls.restored ?? 0 },
    acknowledgedWrites: crossed?.acknowledged ?? { source: 0, aws: 0 },
    requests: { s3: hits.s3, fallback: hits.fallback },
  }
}
