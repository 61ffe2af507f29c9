import type { LedgerEntry } from '../../scripts/rehearsal/application/ledger'
import { rehearseWith, type Rehearsed, type Slip } from './rehearsal-copy'

// test/stacks finds both slips in seconds, by looking at the synthesised stack. These runs prove that the rehearsal takes
// its origins from what Terraform applied (DESIGN decision 11): nobody tells it what to find.

const SLIPS: (Slip & { name: string; finding: RegExp })[] = [
  {
    name: 'the S3 origin is the bucket of another environment',
    file: 'cdktf/constructs/public-distribution.ts',
    from: 'domainName: bucket.bucket.bucketRegionalDomainName,',
    to: "domainName: `${name.replace('-dev-', '-prod-')}.s3.us-east-1.amazonaws.com`,",
    finding: /not served by S3 but by the fallback/,
  },
  {
    name: 'the fallback origin is supabase.com',
    file: 'cdktf/stacks/storage.ts',
    from: '.supabase.co`',
    to: '.supabase.com`',
    finding: /for an object that only Supabase has/,
  },
]

/** `source aws source`: the side that answered the application, each time it changed. */
function sidesOf(ledger: readonly LedgerEntry[]): string[] {
  const sides = ledger.flatMap((entry) => (entry.state === 'done' && 'side' in entry ? [entry.side] : []))
  return sides.filter((side, i) => side !== sides[i - 1])
}

function failedStages({ report }: Rehearsed): string[] {
  return report.stages.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
}

describe.each(SLIPS)('where $name', ({ finding, ...slip }) => {
  let run: Rehearsed
  beforeAll(async () => {
    run = await rehearseWith(slip)
  })

  it('the rehearsal fails at the health check after the cutover, and nowhere else', () => {
    expect(run.exit).not.toBe(0)
    expect(run.report).toMatchObject({ outcome: 'failed', failure: { stage: 'storage-health' } })
    expect(failedStages(run)).toEqual(['storage-health'])
    expect(run.report.stages.find(({ id }) => id === 'storage-cut-over')?.outcome).toBe('done')
  })

  it('the health check names what is wrong', () => {
    const failed = run.health.watched.samples.filter(({ verdict }) => verdict === 'fail')
    expect(run.health.verdict).toBe('fail')
    expect(failed.map(({ detail }) => detail)).toEqual(
      failed.map(() => expect.stringMatching(finding) as string),
    )
    expect(failed.length).toBeGreaterThan(0)
  })

  it('Supabase serves again, verified by the same probes, and the application goes on there', () => {
    expect(run.health).toMatchObject({ outcome: 'reverted', revert: { verified: { verdict: 'pass' } } })
    expect(sidesOf(run.ledger)).toEqual(['source', 'aws', 'source'])
  })
})
