#!/usr/bin/env -S npx tsx
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { readCommandLine } from './cli'
import { commands } from './commands'
import type { CommandContext } from './commands/command'
import { MigrateError } from './engine/errors'
import { describeFailure, failureText } from './engine/output'
import { createProgress } from './engine/progress'
import { parseSettings } from './settings'

/** The only place that reads the environment, writes standard output and sets the exit code. */
async function main(): Promise<number> {
  // The SDK's notice about a coming version of Node.js would stand in front of every answer.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  const argv = process.argv.slice(2)
  const wantsJson = argv.includes('--json')
  try {
    const asked = await readCommandLine(argv, commands)
    if ('text' in asked) {
      process.stdout.write(asked.text)
      return 0
    }
    const outcome = await asked.command.run(contextOf(), asked.input)
    process.stdout.write(asked.json ? `${JSON.stringify(outcome.json)}\n` : `${outcome.text.join('\n')}\n`)
    return outcome.exit
  } catch (error) {
    const failure = describeFailure(error)
    process.stderr.write(`${failureText(failure)}\n`)
    if (wantsJson) process.stdout.write(`${JSON.stringify({ error: failure })}\n`)
    return failure.exit
  }
}

function contextOf(): CommandContext {
  return {
    settings: parseSettings(process.env),
    env: process.env,
    progress: createProgress({ stream: process.stderr, isTty: process.stderr.isTTY }),
    holder: { host: hostname(), boot: bootId(), pid: process.pid },
    runId: randomUUID(),
    isAlive,
    sleep: async (milliseconds) => {
      await sleep(milliseconds)
    },
    readInput,
  }
}

async function readInput(): Promise<string> {
  if (process.stdin.isTTY) {
    throw new MigrateError('USAGE', 'nothing was given on standard input', {
      suggestion: 'put it into a file and add: < path',
    })
  }
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(Buffer.from(part as Uint8Array))
  return Buffer.concat(parts).toString('utf8')
}

/** Linux says which boot this is; elsewhere the host name alone must do. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return 'unknown'
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

void main().then((code) => {
  process.exitCode = code
})
