import { z } from 'zod'

type Environment = Readonly<Record<string, string | undefined>>

/** A text that is not empty. */
export const filled = z.string().min(1)

/** `a, b` as a list. */
export const commaSeparated = filled.transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)

/**
 * Turns a program's environment into its settings. Throws an error that names every variable that is missing or wrong;
 * values are left out, so that none can reach a log.
 */
export function parseEnvironment<T>(schema: z.ZodType<T>, environment: Environment): T {
  const parsed = schema.safeParse(environment)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new Error(`The environment is not complete: ${faults.join('; ')}`)
}
