import type { Rule } from '../plan/judge/rule'
import { RULES } from '../plan/rules'
import { SKIPPED_ROWS } from '../plan/judge/skipped-rows'
import type { Waiver } from '../plan/judge/waiver'
import { WAIVERS } from '../plan/waivers'

/** docs/security-rules.md, from the rules and waivers themselves. */
export function renderSecurityRulesPage(): string {
  const own = RULES.filter(({ row }) => row === 'own')
  const rows = RULES.filter(({ row }) => row !== 'own')
  return `# Security rules

\`npm run migrate -- check-plan\` runs ${RULES.length} rules over everything that is synthesised, and with \`--plan\` over the plan of one
stack. It needs no account, no network and no other program, and ends with exit code 4 where it finds something. Each
rule is a file of its name in \`scripts/plan/rules/\`, and has an example that fails and one that passes in
\`test/unit/plan/rules/\`.

- A value that only an apply, a variable or another stack decides is **not judged**: it is counted and shown, and is
  neither clean nor wrong.
- A plan has no \`lifecycle\` blocks, so rules marked *synth* judge what is synthesised, also beside \`--plan\`.
- Rows are those of a list of 84 checks, made from Checkov and Trivy; their ids stand beside. Our reading of a check is
  ours: it may ask for more, or make an exception and say why.

## The check list

| Row | Rule | What holds | Severity | Checkov | Trivy | Exception |
| --- | --- | --- | --- | --- | --- | --- |
${rows.map(rowLine).join('\n')}

Not asked for:

| Row | Check | Why not |
| --- | --- | --- |
${SKIPPED_ROWS.map(({ row, check, why }) => `| ${row} | ${check} | ${why} |`).join('\n')}

## Our own

Neither tool has them, or has them outside of the list.

| Rule | What holds | Severity | Judges | Exception |
| --- | --- | --- | --- | --- |
${own.map(ownLine).join('\n')}

## Waivers

In \`scripts/plan/waivers.ts\`. One that has expired, or that nothing needs any more, is a finding itself.

| Rule | Where | Why | Owner | Until |
| --- | --- | --- | --- | --- |
${WAIVERS.map(waiverLine).join('\n')}
`
}

function rowLine({ row, id, title, severity, checkov = '', trivy = '', exception = '' }: Rule): string {
  return line([String(row), `\`${id}\``, title, severity, checkov, trivy, exception])
}

function ownLine({ id, title, severity, judges, exception = '' }: Rule): string {
  return line([`\`${id}\``, title, severity, judges ?? 'synth, plan', exception])
}

function waiverLine({ rule, stack, path, attribute, reason, owner, expires }: Waiver): string {
  const where = [stack, path, ...(attribute === undefined ? [] : [attribute])]
    .map((part) => `\`${part}\``)
    .join(' ')
  return line([`\`${rule}\``, where, reason, owner, expires])
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
