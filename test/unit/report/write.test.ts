import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseReport } from '../../../scripts/report/schema'
import { writeReport } from '../../../scripts/report/write'
import { sampleInput } from './fixtures/sample-report'

describe('writing a report', () => {
  let root: string

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'report-'))
  })

  afterEach(() => rm(root, { recursive: true }))

  it('leaves the JSON and the page of the same report', async () => {
    const { report, files } = await writeReport(sampleInput(), root)
    expect(files).toEqual(['.rehearsal/report.json', '.rehearsal/report.html'])
    const json = await readFile(join(root, '.rehearsal/report.json'), 'utf8')
    expect(parseReport(JSON.parse(json))).toEqual(report)
    expect(await readFile(join(root, '.rehearsal/report.html'), 'utf8')).toMatch(/^<!doctype html>/)
  })

  it('writes nothing of a report that contradicts itself', async () => {
    await expect(writeReport({ ...sampleInput(), lost: 2 }, root)).rejects.toThrow(
      'succeeded, but `lost` is 2',
    )
    expect(await readdir(root)).toEqual([])
  })
})
