/** Lets what one rule finds at some places pass, for a while and for a reason. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string
  /** Names of stacks; `*` stands for any text: `*-backend`. */
  readonly stack: string
  /** Construct paths without the stack; `*` stands for any text, slashes too. */
  readonly path: string
  /** What the finding is about, such as `statement Network`, with `*` too. @default anything the rule finds there */
  readonly attribute?: string
  readonly reason: string
  /** Who answers for it and looks again. */
  readonly owner: string
  /** Last day on which it holds: `2027-06-30`. */
  readonly expires: string
}

/** A waiver that is itself at fault. */
export interface WaiverFault {
  readonly waiver: Waiver
  readonly problem: 'expired' | 'unused' | 'unknown rule'
}

interface Place {
  readonly rule: string
  readonly stack: string
  readonly path: string
  readonly attribute: string
}

export function waives({ rule, stack, path, attribute = '*' }: Waiver, of: Place): boolean {
  return (
    rule === of.rule && matches(stack, of.stack) && matches(path, of.path) && matches(attribute, of.attribute)
  )
}

/** `today` is a day such as 2026-11-20; days compare as texts. */
export function isExpired(waiver: Waiver, today: string): boolean {
  return waiver.expires < today
}

function matches(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${source}$`).test(text)
}
