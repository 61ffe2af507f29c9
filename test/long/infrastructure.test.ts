import { rehearseInfrastructureWith, type RehearsedInfrastructure } from './rehearsal-copy'

// `npm run rehearse -- --only infrastructure` of one system. All three together take no stack through another path.

describe('the infrastructure of a system', () => {
  let run: RehearsedInfrastructure
  beforeAll(async () => {
    run = await rehearseInfrastructureWith('community')
  })

  it('is applied whole, settles, refuses to be destroyed, and leaves nothing once it is', () => {
    expect(run.report.failure).toBeNull()
    expect(run.exit).toBe(0)
    expect(run.report.notApplied).toEqual([])
    expect(run.report.stacks.map(({ name }) => name)).toContain('community-dev-realtime')
  })

  it('names what refused to be destroyed', () => {
    const foundation = run.report.stacks.find(({ name }) => name === 'community-dev-foundation')
    expect(foundation?.unprotected).toEqual([])
    expect(foundation?.refusal.resources).toContainEqual(
      expect.stringMatching(/^aws_dynamodb_table\.journal/),
    )
  })
})

describe('where the journal could be destroyed', () => {
  it('the rehearsal fails and names it', async () => {
    const slip = {
      file: 'cdktf/constructs/journal-table.ts',
      from: 'preventDestroy: true',
      to: 'preventDestroy: false',
    }
    const { exit, report } = await rehearseInfrastructureWith('community', slip)
    expect(exit).toBe(4)
    expect(report.failure?.message).toMatch(
      /community-dev-foundation would let aws_dynamodb_table\.journal\S* be destroyed/,
    )
  })
})
