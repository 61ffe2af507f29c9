import { join } from 'node:path'
import { MigrateError } from '../engine/errors'
import type { ReportInput } from '../report/schema'
import type { StageKind } from '../report/schema-stage'
import type { Crossing } from './crossing'
import type { OpenStage } from './recorder'
import { tell } from './stages'
import { runWorkflow } from './workflow/run-workflow'
import { TARGET } from './world'

const WORKFLOWS = join(__dirname, '..', '..', '.github', 'workflows')

/** What the report keeps of the workflows that ran. */
export interface WorkflowRecord {
  steps: ReportInput['workflowSteps']
  approvals: ReportInput['approvals']
}

/** Steps of the phase workflows that are stages of the crossing; the others only prepare. */
const STAGES: Readonly<Record<string, { title: string; kind: StageKind }>> = {
  Plan: { title: 'plan, as the approval shows it', kind: 'terraform' },
  Backup: { title: 'back up the source, read it back', kind: 'check' },
  Apply: { title: 'apply', kind: 'terraform' },
  Copy: { title: 'copy while the application writes', kind: 'copy' },
  Verify: { title: 'verify', kind: 'verify' },
  'Cut over': { title: 'cut over', kind: 'cutover' },
  Health: { title: 'health check', kind: 'health' },
}

export interface PhaseWorkflow {
  /** File below .github/workflows. */
  file: string
  /** Begins the ids and titles of its stages. */
  prefix: string
}

/** Runs a phase's workflow file, step by step, as GitHub would: approval, commands, the built health-check action. */
export async function runPhaseWorkflow(crossing: Crossing, workflow: PhaseWorkflow): Promise<void> {
  const { world } = crossing
  const [system = '', environment = ''] = TARGET.split('/')
  const role = `arn:aws:iam::${world.target.environment.accountId}:role/${system}-${environment}`
  const watch = stepWatch(crossing, workflow)
  const result = await runWorkflow({
    file: join(WORKFLOWS, workflow.file),
    cwd: join(WORKFLOWS, '..', '..'),
    workDir: join(world.dir, 'workflow'),
    inputs: { system, environment, 'dry-run': false, confirmation: TARGET },
    vars: {
      PLAN_ROLE_ARNS: JSON.stringify({ [TARGET]: `${role}-plan` }),
      APPLY_ROLE_ARN: `${role}-apply`,
      SUPABASE_URL: world.env.SUPABASE_URL ?? '',
    },
    secrets: {
      SUPABASE_DB_URL: world.env.SUPABASE_DB_URL ?? '',
      SUPABASE_SERVICE_ROLE_KEY: world.env.SUPABASE_SERVICE_ROLE_KEY ?? '',
    },
    env: withoutSecrets(world.env),
    signal: crossing.signal,
    onLine: (line) => crossing.log(line),
    onStep: watch,
    approve: async (asked) => {
      crossing.workflows.approvals.push({
        at: new Date().toISOString(),
        environment: asked,
        stage: `${workflow.prefix}-apply`,
        by: 'the rehearsal',
      })
      return true
    },
  })
  for (const job of result.jobs) {
    for (const step of job.steps) {
      const outcome =
        step.conclusion === 'success' ? 'done' : step.conclusion === 'skipped' ? 'skipped' : 'failed'
      crossing.workflows.steps.push({
        workflow: workflow.file,
        job: job.id,
        step: step.name,
        seconds: step.seconds,
        outcome,
      })
    }
  }
  if (result.conclusion === 'success') return
  const failed = result.jobs.flatMap((job) => job.steps).find((step) => step.conclusion === 'failure')
  throw new MigrateError(
    'COMMAND_FAILED',
    `${workflow.file} ended with "${result.conclusion}" at "${failed?.name ?? 'its start'}"`,
    {
      data: { exitCode: failed?.exitCode ?? null, error: failed?.error ?? null },
      suggestion: 'run the rehearsal with --keep and read rehearsal.log in its folder',
    },
  )
}

/** The workflow hands its secrets to the steps that need them, and only to those. */
function withoutSecrets(env: Crossing['world']['env']): Crossing['world']['env'] {
  return { ...env, SUPABASE_DB_URL: undefined, SUPABASE_SERVICE_ROLE_KEY: undefined, SUPABASE_URL: undefined }
}

type OnStep = NonNullable<Parameters<typeof runWorkflow>[0]['onStep']>

function stepWatch(crossing: Crossing, workflow: PhaseWorkflow): OnStep {
  let open: { stage: OpenStage; since: string } | undefined
  return async (_job, step, at) => {
    const stage = STAGES[step.name]
    if (!stage) return
    if (at === 'start') {
      const id = `${workflow.prefix}-${step.name.toLowerCase().replaceAll(' ', '-')}`
      const about = { id, title: `${workflow.prefix}: ${stage.title}`, kind: stage.kind }
      open = { stage: crossing.recorder.begin(about), since: new Date().toISOString() }
      return
    }
    if (!open || !('conclusion' in step)) return
    await tell(crossing.world, open.stage.notes, open.since)
    const failed = step.conclusion === 'failure' || step.conclusion === 'cancelled'
    open.stage.end(
      failed ? `${step.name} ended with ${step.exitCode ?? step.error ?? step.conclusion}` : undefined,
    )
    open = undefined
  }
}
