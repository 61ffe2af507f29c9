import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'

export interface StreamedForm {
  readonly contentType: string
  readonly body: AsyncIterable<Uint8Array>
}

export interface FormPart {
  readonly field: string
  readonly fileName: string
  readonly contentType: string
  readonly stream: Readable
}

/** A multipart/form-data body whose file passes through: 200 MB of audio do not fit into the function's memory. */
export function streamedForm(fields: Readonly<Record<string, string>>, file: FormPart): StreamedForm {
  const boundary = `form-${randomUUID()}`
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: chunks(boundary, fields, file) }
}

async function* chunks(
  boundary: string,
  fields: Readonly<Record<string, string>>,
  { field, fileName, contentType, stream }: FormPart,
): AsyncGenerator<Uint8Array> {
  for (const [name, value] of Object.entries(fields)) {
    yield Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
    )
  }
  yield Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(field)}"; filename="${quoted(fileName)}"\r\n` +
      `Content-Type: ${contentType}\r\n\r\n`,
  )
  for await (const chunk of stream as AsyncIterable<Uint8Array>) yield chunk
  yield Buffer.from(`\r\n--${boundary}--\r\n`)
}

/** As browsers write names (https://html.spec.whatwg.org/#multipart-form-data): nothing ends the header early. */
function quoted(text: string): string {
  return text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
}
