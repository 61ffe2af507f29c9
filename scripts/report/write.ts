import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { renderHtml } from './html'
import { parseReport, REPORT_HTML, REPORT_JSON, type Report, type ReportInput } from './schema'

/**
 * Checks the report and writes both of its files below `root`.
 * @throws ZodError when the report is not one, or contradicts itself; nothing is written then.
 */
export async function writeReport(
  input: ReportInput,
  root: string,
): Promise<{ report: Report; files: string[] }> {
  const report = parseReport(input)
  const contents = {
    [REPORT_JSON]: `${JSON.stringify(report, null, 2)}\n`,
    [REPORT_HTML]: renderHtml(report),
  }
  for (const [file, content] of Object.entries(contents)) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), content)
  }
  return { report, files: Object.keys(contents) }
}
