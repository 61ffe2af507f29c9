// What is read from the lines that Terraform prints for a person. `-json` would say more, at ten times the volume.

export interface TerraformFault {
  /** First sentence of the error. */
  readonly reason: string
  /** Resource it is about; null where Terraform names none. */
  readonly address: string | null
}

const FRAME = /^[╷│╵\s]+/

/** Every error that Terraform printed. */
export function faultsIn(lines: readonly string[]): TerraformFault[] {
  return lines
    .map((line) => line.replace(FRAME, ''))
    .join('\n')
    .split(/^Error: /m)
    .slice(1)
    .map((text) => ({
      reason: (text.split('\n')[0] ?? '').trim(),
      address: /^with ([^\s,]+),/m.exec(text)?.[1] ?? null,
    }))
}

/** Addresses of the resources that refused to be destroyed. */
export function refusedIn(lines: readonly string[]): string[] {
  const text = lines.map((line) => line.replace(FRAME, '')).join(' ')
  const found = text.matchAll(/Resource (\S+) has lifecycle\.prevent_destroy set/g)
  return [...new Set([...found].map(([, address]) => address ?? ''))].sort()
}

export interface PlannedChange {
  readonly address: string
  /** As Terraform words it: `updated in-place`, `created`, `replaced` … */
  readonly action: string
}

/** What a plan would do. */
export function changesIn(lines: readonly string[]): PlannedChange[] {
  const changes = lines.flatMap((line) => {
    const found = /^\s*# (\S+) (?:will|must) be (.+)$/.exec(line)
    return found?.[1] !== undefined && found[2] !== undefined ? [{ address: found[1], action: found[2] }] : []
  })
  const outputs = lines.some((line) => line.startsWith('Changes to Outputs:'))
  return outputs ? [...changes, { address: 'outputs', action: 'changed' }] : changes
}

/** `Apply complete! Resources: 36 imported, 19 added, 0 changed, 0 destroyed.` */
export function tallyOf(lines: readonly string[]): Readonly<Record<string, number>> {
  const line = lines.findLast((candidate) => /complete! Resources:/.test(candidate)) ?? ''
  const counts = [...line.matchAll(/(\d+) (\w+)/g)].map(([, count, what = '']): [string, number] => [
    what,
    Number(count),
  ])
  return Object.fromEntries(counts)
}

/** Addresses that a state holds, without the index of their instances. */
export function addressesIn(state: string): ReadonlySet<string> {
  const { resources } = JSON.parse(state) as {
    resources: { mode: string; type: string; name: string; instances: unknown[] }[]
  }
  const there = resources.filter(({ mode, instances }) => mode === 'managed' && instances.length > 0)
  return new Set(there.map(({ type, name }) => `${type}.${name}`))
}
