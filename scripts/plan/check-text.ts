import type { CheckResult, Finding } from './check'
import type { Rule } from './judge/rule'
import type { Waiver, WaiverFault } from './judge/waiver'
import { RULES } from './rules'

const WAIVERS_FILE = 'scripts/plan/waivers.ts'

/** What `migrate check-plan` prints: findings by rule with what to do, waivers in force, and one line of numbers. */
export function checkText(result: CheckResult, scope: { readonly stacks: number }): string[] {
  const { findings, waived, notJudged, waiverFaults } = result
  return [
    ...RULES.flatMap((rule) =>
      ruleText(
        rule,
        findings.filter((finding) => finding.rule === rule.id),
      ),
    ),
    ...waiverFaults.flatMap(waiverFaultText),
    ...waivedText(waived),
    ...notJudgedText(notJudged),
    `${result.rules} rules, ${result.resources} resources in ${scope.stacks} stacks: ${[
      count(findings.length, 'finding'),
      `${waived.length} waived`,
      `${notJudged.length} not judged`,
      ...(waiverFaults.length === 0 ? [] : [count(waiverFaults.length, 'waiver') + ' at fault']),
    ].join(', ')}`,
  ]
}

function ruleText(rule: Rule, findings: readonly Finding[]): string[] {
  if (findings.length === 0) return []
  return [
    `${rule.id} (${rowText(rule)}, ${rule.severity}): ${rule.title}`,
    ...findings.map(findingText),
    `  -> ${rule.fix}`,
    '',
  ]
}

function findingText({ stack, path, attribute, found, expected }: Finding): string {
  return `  ${stack} ${path}: ${attribute} is ${found}, expected ${expected}`
}

function rowText({ row }: Rule): string {
  return row === 'own' ? 'our own' : `row ${row}`
}

function waiverFaultText({ waiver, problem }: WaiverFault): string[] {
  const why = {
    expired: `expired on ${waiver.expires}`,
    unused: 'is not needed any more',
    'unknown rule': 'names a rule that does not exist',
  }[problem]
  return [
    `waiver of ${waiver.rule} for ${waiver.stack} ${waiver.path} ${why}`,
    `  -> ${problem === 'expired' ? 'Mend what it lets pass, or decide again' : 'Remove it'} (${WAIVERS_FILE}, owner ${waiver.owner})`,
    '',
  ]
}

function waivedText(waived: CheckResult['waived']): string[] {
  const byWaiver = new Map<Waiver, number>()
  for (const { waiver } of waived) byWaiver.set(waiver, (byWaiver.get(waiver) ?? 0) + 1)
  if (byWaiver.size === 0) return []
  return [
    'Waivers in force:',
    ...[...byWaiver].map(
      ([waiver, times]) =>
        `  ${waiver.rule}, ${waiver.stack} ${waiver.path} (${times} times, ${waiver.owner}, until ${waiver.expires}): ${waiver.reason}`,
    ),
    '',
  ]
}

function notJudgedText(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return []
  return [
    'Not known before an apply, so not judged:',
    ...findings.map((f) => `${findingText(f)} (${f.rule})`),
    '',
  ]
}

function count(number: number, noun: string): string {
  return `${number === 0 ? 'no' : number} ${noun}${number === 1 ? '' : 's'}`
}
