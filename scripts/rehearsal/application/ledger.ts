import { open, readFile, type FileHandle } from 'node:fs/promises'
import { z } from 'zod'

const where = { bucket: z.string(), key: z.string(), at: z.string() }
const content = { sha256: z.string(), size: z.number(), contentType: z.string() }

/** `begin` is written before the request, `done` once it was acknowledged, `failed` when it was given up. */
const entrySchema = z.union([
  z.object({ op: z.literal('put'), state: z.enum(['begin', 'failed']), ...where, ...content }),
  z.object({
    op: z.literal('put'),
    state: z.literal('done'),
    ...where,
    ...content,
    side: z.string(),
    epoch: z.number(),
  }),
  z.object({ op: z.literal('remove'), state: z.enum(['begin', 'failed']), ...where }),
  z.object({
    op: z.literal('remove'),
    state: z.literal('done'),
    ...where,
    side: z.string(),
    epoch: z.number(),
  }),
  z.object({
    op: z.literal('row'),
    state: z.literal('done'),
    ...where,
    table: z.string(),
    column: z.string(),
    id: z.string(),
  }),
])

export type LedgerEntry = z.output<typeof entrySchema>
export type RowEntry = Extract<LedgerEntry, { op: 'row' }>
export type ObjectContent = { sha256: string; size: number; contentType: string }

/** Appends to the ledger; resolved means that the line outlives this process. */
export class Ledger {
  private constructor(private readonly file: FileHandle) {}

  static async open(path: string): Promise<Ledger> {
    return new Ledger(await open(path, 'a'))
  }

  async append(entry: LedgerEntry): Promise<void> {
    await this.file.appendFile(`${JSON.stringify(entry)}\n`)
  }

  async close(): Promise<void> {
    await this.file.close()
  }
}

/** Every entry in order. A last line without an end was being written when the process died: it was never acted on. */
export async function readLedger(path: string): Promise<LedgerEntry[]> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  lines.pop()
  return lines.map((line) => entrySchema.parse(JSON.parse(line)))
}
