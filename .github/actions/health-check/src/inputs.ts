import * as core from '@actions/core'
import { join } from 'node:path'
import { boundFaults } from './bounds'
import type { Command, Policy, Settings } from './settings'

/** Inputs that do not make sense, all of them together. */
export class InputError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`Inputs that cannot be used:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
    this.name = 'InputError'
    this.faults = faults
  }
}

/**
 * Reads every input, once. Defaults stand in action.yml only.
 * @throws InputError with every fault
 */
export function readInputs(): Settings {
  const faults: string[] = []
  const settings = readAll(faults)
  if (faults.length === 0) faults.push(...boundFaults(settings))
  if (faults.length > 0) throw new InputError(faults)
  return settings
}

function readAll(faults: string[]): Settings {
  const phase = readName('phase', /^[a-z][a-z0-9-]*$/, faults)
  const target = readName('target', /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/, faults)
  const number = (name: string, least: number): number => readNumber(name, least, faults)
  const count = (name: string, least: number): number => readCount(name, least, faults)
  const command = (name: string): Command => readCommand(name, { phase, target }, faults)
  return {
    phase,
    target,
    probe: command('probe-command'),
    revert: command('revert-command'),
    revertProbe: command('revert-probe-command'),
    rules: {
      warmUpSeconds: number('warm-up-seconds', 0),
      intervalSeconds: number('interval-seconds', 0),
      probeTimeoutSeconds: number('probe-timeout-seconds', 0.1),
      minimumSamples: count('minimum-samples', 1),
      consecutiveSuccesses: count('consecutive-successes', 1),
      failureBudget: count('failure-budget', 0),
      errorBudget: count('error-budget', 0),
      deadlineSeconds: number('deadline-seconds', 0),
    },
    onInconclusive: readPolicy('on-inconclusive', faults),
    onError: readPolicy('on-error', faults),
    revertTimeoutSeconds: number('revert-timeout-seconds', 0.1),
    revertAttempts: count('revert-attempts', 1),
    revertDeadlineSeconds: number('revert-deadline-seconds', 0),
    reportPath: join(process.env['RUNNER_TEMP'] ?? '.', `health-check-${phase}.json`),
  }
}

function readName(name: string, shape: RegExp, faults: string[]): string {
  const value = core.getInput(name)
  if (!shape.test(value)) faults.push(`${name}: "${value}" is not of the form ${shape.source}`)
  return value
}

function readNumber(name: string, least: number, faults: string[]): number {
  const text = core.getInput(name)
  const value = text === '' ? Number.NaN : Number(text)
  if (!Number.isFinite(value) || value < least)
    faults.push(`${name}: "${text}" is not a number from ${least} up`)
  return value
}

function readCount(name: string, least: number, faults: string[]): number {
  const text = core.getInput(name)
  const value = text === '' ? Number.NaN : Number(text)
  if (!Number.isSafeInteger(value) || value < least) {
    faults.push(`${name}: "${text}" is not a whole number from ${least} up`)
  }
  return value
}

function readPolicy(name: string, faults: string[]): Policy {
  const value = core.getInput(name)
  if (value === 'hold' || value === 'revert') return value
  faults.push(`${name}: "${value}" is neither hold nor revert`)
  return 'hold'
}

function readCommand(name: string, values: { phase: string; target: string }, faults: string[]): Command {
  const [program, ...args] = jsonStrings(core.getInput(name))
  if (program === undefined || program === '') {
    faults.push(`${name}: expected a JSON array of strings, ["program", "argument"]`)
    return ['']
  }
  const fill = (text: string): string =>
    text.replaceAll('{phase}', values.phase).replaceAll('{target}', values.target)
  return [fill(program), ...args.map(fill)]
}

function jsonStrings(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : []
  } catch {
    return []
  }
}
