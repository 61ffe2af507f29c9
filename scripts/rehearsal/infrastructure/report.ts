import type { Failure } from '../../engine/output'
import { brokenProofs, type InfrastructureInput } from '../../report/schema-infrastructure'
import type { Recorder } from '../recorder'
import type { Findings } from './rehearse'

export interface InfrastructureEnding {
  recorder: Recorder
  runId: string
  targets: readonly string[]
  host: InfrastructureInput['host']
  findings: Findings
  /** What ended it before its end. */
  failure: Failure | undefined
}

/** What this rehearsal does not show. */
const LIMITS = [
  'AWS is emulated: permissions of roles are not enforced, and nothing is said about the speed or the quotas of AWS.',
  'Every operation that moto lacks is answered by a module of scripts/rehearsal/emulator, which names it; they follow AWS’s documentation and were not compared with AWS.',
  'Nothing that is made does any work: functions, tasks, databases and certificates exist as settings.',
  'Protection is lifted on a copy of each stack (scripts/rehearsal/infrastructure/lift-protection.ts), whose state lies in a file: the foundation destroys the bucket that holds it.',
]

/** Puts the report together: a success only where every proof holds. */
export function buildInfrastructureReport(ending: InfrastructureEnding): InfrastructureInput {
  const { recorder, findings } = ending
  const broken = brokenProofs({ failure: null, ...findings })
  const failure = failureOf(ending, broken)
  return {
    version: 1,
    runId: ending.runId,
    startedAt: recorder.startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    targets: [...ending.targets],
    host: ending.host,
    outcome: failure === null ? 'succeeded' : 'failed',
    failure,
    ...findings,
    stages: recorder.stages,
    limits: LIMITS,
  }
}

function failureOf(
  { recorder, failure }: InfrastructureEnding,
  broken: readonly string[],
): InfrastructureInput['failure'] {
  const stage = recorder.failedStage
  if (failure !== undefined) {
    const { code, message, suggestion = 'run it again with --keep and read rehearsal.log' } = failure
    return { code, message, suggestion, stage }
  }
  if (broken.length === 0) return null
  const [first = ''] = broken
  const others = broken.length === 1 ? '' : `, and ${broken.length - 1} more`
  return {
    code: 'DIFFERENCE',
    message: `${first}${others}`,
    suggestion: 'read the table of this report; with --keep, rehearsal.log has every line of Terraform',
    stage,
  }
}
