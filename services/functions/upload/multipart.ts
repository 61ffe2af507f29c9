import busboy from 'busboy'
import { HttpProblem } from '../../shared/lambda/http'

export interface FormFile {
  readonly name: string
  readonly contentType: string
  readonly bytes: Buffer
}

export interface Form {
  readonly fields: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, FormFile>>
}

const FIELDS_MAX = 20
const FIELD_BYTES_MAX = 8 * 1024
const FILES_MAX = 2

const UNREADABLE = 'The form cannot be read: it is cut off or not well formed.'

/** Reads a multipart/form-data body that is in memory whole. Throws a problem 400 for one that is cut off or too long. */
export async function parseForm(body: Buffer, contentType: string): Promise<Form> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {}
    const files: Record<string, FormFile> = {}
    const refuse = (detail: string) => {
      reject(new HttpProblem(400, 'Bad Request', { detail }))
    }
    const parser = parserFor(contentType)
    if (parser === undefined) {
      refuse('The body is not multipart/form-data.')
      return
    }
    parser.on('field', (name, value, { valueTruncated }) => {
      if (valueTruncated) refuse(`Field ${name} is longer than ${FIELD_BYTES_MAX} bytes.`)
      fields[name] = value
    })
    parser.on('file', (name, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      // A file that is cut off fails by itself, before the form does.
      stream.on('error', () => refuse(UNREADABLE))
      stream.on('close', () => {
        files[name] = { name: filename || name, contentType: mimeType, bytes: Buffer.concat(chunks) }
      })
    })
    for (const limit of ['fieldsLimit', 'filesLimit', 'partsLimit'] as const) {
      parser.on(limit, () => refuse('The form has too many parts.'))
    }
    parser.on('error', () => refuse(UNREADABLE))
    parser.on('close', () => resolve({ fields, files }))
    parser.end(body)
  })
}

/** Busboy throws for a content type that it does not know or that has no boundary. */
function parserFor(contentType: string): busboy.Busboy | undefined {
  if (!/^multipart\/form-data\b/i.test(contentType)) return undefined
  try {
    return busboy({
      headers: { 'content-type': contentType },
      limits: { fields: FIELDS_MAX, fieldSize: FIELD_BYTES_MAX, files: FILES_MAX },
    })
  } catch {
    return undefined
  }
}
