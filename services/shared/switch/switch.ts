import { z } from 'zod'
import { ServiceError } from '../errors'

/** Who serves one phase of one application. `writes: draining` = hold writes, they are about to move. */
export const switchSchema = z.strictObject({
  v: z.literal(1),
  epoch: z.int().nonnegative(),
  writes: z.enum(['source', 'draining', 'aws']),
  reads: z.enum(['source', 'aws']),
})

export type SwitchValue = Readonly<z.output<typeof switchSchema>>

export const INITIAL_SWITCH: SwitchValue = { v: 1, epoch: 0, writes: 'source', reads: 'source' }

/** Reads the JSON of the SSM parameter. Throws ServiceError SWITCH_INVALID, which keeps the text's faults. */
export function parseSwitch(text: string): SwitchValue {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw invalid(['not JSON'], cause)
  }
  return checkSwitch(value)
}

export function checkSwitch(value: unknown): SwitchValue {
  const parsed = switchSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    parsed.error,
  )
}

/** One spelling, so that equal values are equal strings. */
export function serializeSwitch({ v, epoch, writes, reads }: SwitchValue): string {
  return JSON.stringify({ v, epoch, writes, reads })
}

/** The value that counts of two: the higher epoch; the first when they are level. */
export function newer(a: SwitchValue, b: SwitchValue): SwitchValue {
  return b.epoch > a.epoch ? b : a
}

function invalid(faults: string[], cause: unknown): ServiceError {
  return new ServiceError('SWITCH_INVALID', `The switch value cannot be read: ${faults.join('; ')}`, {
    data: { faults },
    suggestion: 'Show the stored value with `migrate switch show <target>`.',
    cause,
  })
}
