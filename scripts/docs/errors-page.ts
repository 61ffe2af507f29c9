import { ERROR_CODES } from '../engine/error-codes'
import { EXIT_MEANINGS } from '../engine/exit-codes'

/** docs/errors.md. */
export function renderErrorsPage(): string {
  const exits = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => `| ${code} | ${meaning} |`)
  const codes = Object.entries(ERROR_CODES).map(
    ([code, { exit, meaning }]) => `| \`${code}\` | ${exit} | ${meaning} |`,
  )
  return `# Exit codes and errors

Every command of \`npm run migrate\` ends with one of these. 0 never means "I refused".

| Exit code | Meaning |
| --- | --- |
${exits.join('\n')}

A failure that was foreseen says its code, what happened, and the next thing to do; with \`--json\` it is one object with
\`code\`, \`message\`, \`data\` and \`suggestion\`. The code is stable, the words may change. Anything without a code is a bug
and ends with exit code 1.

| Code | Exit | Meaning |
| --- | --- | --- |
${codes.join('\n')}
`
}
