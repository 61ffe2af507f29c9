import { EXIT, type ExitCode } from './exit-codes'

/** Every code of MigrateError, its exit code and its meaning. docs/errors.md is generated from this table. */
export const ERROR_CODES = {
  USAGE: { exit: EXIT.usage, meaning: 'The command line is not one this tool knows.' },
  SETTING_MISSING: {
    exit: EXIT.usage,
    meaning: 'An environment variable that the command needs is not set.',
  },
  CONFIRMATION_MISSING: { exit: EXIT.usage, meaning: 'A step that switches or destroys was not confirmed.' },
  TOOL_MISSING: { exit: EXIT.precondition, meaning: 'A program this command needs is not on the machine.' },
  ACCOUNT_MISMATCH: {
    exit: EXIT.precondition,
    meaning: 'The AWS credentials are those of another account than the configuration names.',
  },
  NOT_BOOTSTRAPPED: { exit: EXIT.precondition, meaning: 'The journal does not exist yet.' },
  PHASE_KEPT: { exit: EXIT.precondition, meaning: 'The configuration keeps this phase where it is.' },
  PHASE_NOT_APPLIED: { exit: EXIT.precondition, meaning: "The phase's stacks are not applied yet." },
  PHASE_OUT_OF_ORDER: { exit: EXIT.precondition, meaning: 'An earlier step or phase must come first.' },
  PHASE_COMPLETED: { exit: EXIT.precondition, meaning: 'The phase is past its point of no return.' },
  BACKUP_MISSING: { exit: EXIT.precondition, meaning: 'There is no verified backup of the source.' },
  BUCKET_UNMAPPED: { exit: EXIT.precondition, meaning: 'A source bucket is neither mapped nor ignored.' },
  SOURCE_UNFIT: { exit: EXIT.precondition, meaning: 'The source lacks something the phase relies on.' },
  SECRET_MALFORMED: {
    exit: EXIT.usage,
    meaning: 'The value given for a secret does not have the form that the configuration asks for.',
  },
  DIFFERENCE: { exit: EXIT.difference, meaning: 'A check compared both sides and they differ.' },
  SOURCE_FAILED: { exit: EXIT.outside, meaning: 'Supabase refused a request or failed.' },
  AWS_FAILED: { exit: EXIT.outside, meaning: 'AWS refused a request or failed.' },
  TERRAFORM_FAILED: { exit: EXIT.outside, meaning: 'Terraform ended with an error.' },
  COMMAND_FAILED: { exit: EXIT.outside, meaning: 'A program that was started ended with an error.' },
  LEASE_HELD: { exit: EXIT.leaseHeld, meaning: 'Another run is working on this system and environment.' },
  LEASE_LOST: { exit: EXIT.leaseHeld, meaning: 'This run lost its lease and stopped before changing more.' },
  REVERTED: { exit: EXIT.reverted, meaning: 'The cutover failed and was reverted.' },
  REVERT_FAILED: { exit: EXIT.revertFailed, meaning: 'The cutover failed and the revert failed too.' },
} as const satisfies Record<string, { exit: ExitCode; meaning: string }>

export type ErrorCode = keyof typeof ERROR_CODES
