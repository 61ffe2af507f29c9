/** What the process says when it ends. One meaning each; 0 never means "I refused". */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  precondition: 3,
  difference: 4,
  outside: 5,
  leaseHeld: 6,
  reverted: 7,
  revertFailed: 8,
  inconclusive: 9,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** One line per code, printed by `migrate --help` and in docs/errors.md. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done, or already done',
  1: 'a bug in this tool',
  2: 'bad command line or configuration',
  3: 'precondition not met, nothing changed',
  4: 'a check found a difference',
  5: 'an outside system refused or failed',
  6: 'another run holds the lease',
  7: 'cutover failed and was reverted',
  8: 'cutover failed and the revert failed too',
  9: 'health inconclusive, held for a person',
}
