import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { parseReport, reportSchema, type ReportInput } from '../../../scripts/report/schema'
import { infrastructureSchema } from '../../../scripts/report/schema-infrastructure'
import { fieldsOf } from '../../../scripts/report/schema-page'
import { ROOT } from '../../helpers/source-files'
import { failedReport, sampleInput } from './fixtures/sample-report'

function faultsOf(change: Partial<ReportInput> & Record<string, unknown>): string[] {
  const result = reportSchema.safeParse({ ...sampleInput(), ...change })
  return result.success ? [] : result.error.issues.map(({ message }) => message)
}

describe('the schema of a report', () => {
  it('takes a whole report and gives it back through JSON unchanged', () => {
    const report = parseReport(sampleInput())
    expect(parseReport(JSON.parse(JSON.stringify(report)))).toEqual(report)
  })

  it('refuses a field it does not know', () => {
    expect(faultsOf({ losst: 0 })).toEqual([expect.stringContaining('losst')])
  })

  it('refuses a success that lost something, and names each number', () => {
    expect(faultsOf({ lost: 1, differences: 3 })).toEqual([
      'succeeded, but `lost` is 1',
      'succeeded, but `differences` is 3',
    ])
  })

  it('refuses a success that does not know what was lost', () => {
    expect(faultsOf({ lost: null })).toEqual(['succeeded, but `lost` is null'])
  })

  it('refuses a failure without a reason, and a success with one', () => {
    expect(faultsOf({ outcome: 'failed' })).toEqual(['failed, but `failure` is null'])
    expect(faultsOf({ failure: failedReport().failure })).toEqual(['succeeded, but `failure` is set'])
  })
})

/** Fields that schema and page do not have in common, and fields without a description. */
function pageFaults(page: string, schema: z.ZodType): string[] {
  const documented = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, path = '']) => path)
  const fields = fieldsOf(schema)
  return [
    ...fields.filter(({ path }) => !documented.includes(path)).map(({ path }) => `${path} is not documented`),
    ...documented
      .filter((path) => !fields.some((field) => field.path === path))
      .map((path) => `${path} does not exist`),
    ...fields.filter(({ description }) => description === '').map(({ path }) => `${path} has no description`),
  ]
}

describe('docs/report.md', () => {
  it('documents each field of the schema, and no other', async () => {
    const page = await readFile(join(ROOT, 'docs/report.md'), 'utf8')
    const [crossing = '', infrastructure = ''] = page.split('## Infrastructure alone')
    expect(pageFaults(crossing, reportSchema)).toEqual([])
    expect(pageFaults(infrastructure, infrastructureSchema)).toEqual([])
  })

  it('would be caught lacking a nested field, keeping an old one, or describing nothing', () => {
    const schema = z.object({
      list: z.array(z.object({ inner: z.string().nullable().describe('x') })).describe('x'),
      maybe: z.object({ bare: z.number() }).nullable().describe('x'),
    })
    expect(
      pageFaults('| `list` | | |\n| `maybe` | | |\n| `maybe.bare` | | |\n| `old` | | |\n', schema),
    ).toEqual(['list[].inner is not documented', 'old does not exist', 'maybe.bare has no description'])
  })
})
