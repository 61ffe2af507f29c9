import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { renderHtml } from './html'
import { renderInfrastructureHtml } from './html-infrastructure'
import { parseReport, REPORT_HTML, REPORT_JSON, type Report, type ReportInput } from './schema'
import {
  INFRASTRUCTURE_HTML,
  INFRASTRUCTURE_JSON,
  parseInfrastructureReport,
  type InfrastructureInput,
  type InfrastructureReport,
} from './schema-infrastructure'

/**
 * Checks the report and writes both of its files below `root`.
 * @throws ZodError when the report is not one, or contradicts itself; nothing is written then.
 */
export async function writeReport(
  input: ReportInput,
  root: string,
): Promise<{ report: Report; files: string[] }> {
  const report = parseReport(input)
  return {
    report,
    files: await write(report, renderHtml(report), { root, json: REPORT_JSON, html: REPORT_HTML }),
  }
}

/** As `writeReport`, for a rehearsal of the infrastructure. */
export async function writeInfrastructureReport(
  input: InfrastructureInput,
  root: string,
): Promise<{ report: InfrastructureReport; files: string[] }> {
  const report = parseInfrastructureReport(input)
  const to = { root, json: INFRASTRUCTURE_JSON, html: INFRASTRUCTURE_HTML }
  return { report, files: await write(report, renderInfrastructureHtml(report), to) }
}

async function write(
  report: object,
  page: string,
  { root, json, html }: { root: string; json: string; html: string },
): Promise<string[]> {
  const contents = { [json]: `${JSON.stringify(report, null, 2)}\n`, [html]: page }
  for (const [file, content] of Object.entries(contents)) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), content)
  }
  return Object.keys(contents)
}
