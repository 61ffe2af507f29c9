import { infrastructureLines } from '../../../scripts/report/terminal-infrastructure'
import { renderInfrastructureHtml } from '../../../scripts/report/html-infrastructure'
import {
  brokenProofs,
  parseInfrastructureReport,
  type InfrastructureInput,
  type InfrastructureStack,
} from '../../../scripts/report/schema-infrastructure'

const STORE = 'aws_dynamodb_table.journal'

const stack: InfrastructureStack = {
  name: 'aiuteur-dev-foundation',
  system: 'aiuteur',
  resources: 55,
  stores: [STORE],
  unprotected: [],
  apply: { outcome: 'applied', seconds: 20, initSeconds: 1, imported: 36, added: 19 },
  secondPlan: { outcome: 'empty', seconds: 8, changes: [] },
  refusal: { outcome: 'refused', seconds: 4, resources: [STORE] },
  lifted: { outcome: 'lifted', seconds: 9, resources: [{ address: STORE, arguments: ['prevent_destroy'] }] },
  destroy: { outcome: 'destroyed', seconds: 12, destroyed: 55 },
}

const report: InfrastructureInput = {
  version: 1,
  runId: 'run',
  startedAt: '2026-11-20T12:00:00.000Z',
  finishedAt: '2026-11-20T12:08:00.000Z',
  targets: ['aiuteur/dev'],
  host: { cores: 2, memoryBytes: 1, node: 'v20', terraform: '1.11.4', emulator: 'moto 5.2.1' },
  outcome: 'succeeded',
  failure: null,
  stacks: [stack],
  notApplied: [],
  left: [{ name: 'kms keys 1', reason: 'AWS keeps it for a while' }],
  stages: [],
  limits: [],
}

const failure = { code: 'DIFFERENCE', message: 'a <proof> broke', suggestion: 'read on', stage: null }

describe('the report of the infrastructure', () => {
  it('calls a run a success where every proof holds', () => {
    expect(parseInfrastructureReport(report)).toEqual(report)
    expect(infrastructureLines(parseInfrastructureReport(report), ['a.json'])).toEqual(
      expect.arrayContaining(['not applied: nothing', 'report  a.json']),
    )
  })

  it.each<[string, Partial<InfrastructureStack>, string]>([
    [
      'a stack is not applied',
      { apply: { ...stack.apply, outcome: 'failed' } },
      'aiuteur-dev-foundation is not applied',
    ],
    [
      'a second plan has something to do',
      { secondPlan: { ...stack.secondPlan, outcome: 'changes' } },
      'the second plan of aiuteur-dev-foundation is not empty',
    ],
    [
      'a destroy would have gone ahead',
      { refusal: { ...stack.refusal, outcome: 'planned', resources: [] } },
      'destroying aiuteur-dev-foundation was not refused',
    ],
    [
      'one of several data stores is not protected',
      { stores: [STORE, 'aws_s3_bucket.logs'], unprotected: ['aws_s3_bucket.logs'] },
      'aiuteur-dev-foundation would let aws_s3_bucket.logs be destroyed',
    ],
    [
      'a destroy failed',
      { destroy: { ...stack.destroy, outcome: 'failed' } },
      'aiuteur-dev-foundation is not destroyed',
    ],
  ])('fails where %s', (_, change, message) => {
    const input = { ...report, stacks: [{ ...stack, ...change }] }
    expect(brokenProofs({ ...input, failure: null })).toEqual([message])
    expect(() => parseInfrastructureReport(input)).toThrow(`succeeded, but ${message}`)
  })

  it('fails where something is left that AWS would not keep, or nobody looked', () => {
    const left = [{ name: 'ec2 vpcs vpc-1', reason: null }]
    expect(() => parseInfrastructureReport({ ...report, left })).toThrow('ec2 vpcs vpc-1 is left')
    expect(() => parseInfrastructureReport({ ...report, left: null })).toThrow('nobody looked')
  })

  it('fails where a resource is not applied', () => {
    const notApplied = [{ stack: stack.name, address: 'aws_lb.main', reason: 'not implemented' }]
    expect(() => parseInfrastructureReport({ ...report, notApplied })).toThrow('has not applied aws_lb.main')
  })

  it('fails for a failure that does not say why', () => {
    expect(() => parseInfrastructureReport({ ...report, outcome: 'failed' })).toThrow('`failure` is null')
  })

  it('is drawn as one page, with every word of it escaped', () => {
    const failed = parseInfrastructureReport({ ...report, outcome: 'failed', failure })
    const page = renderInfrastructureHtml(failed)
    expect(page).toContain('a &lt;proof&gt; broke')
    expect(page).toContain('<code>aiuteur-dev-foundation</code>')
    expect(page).not.toMatch(/<script|https?:\/\//)
  })
})
