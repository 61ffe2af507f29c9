import { cpus, loadavg } from 'node:os'
import { EXIT, type ExitCode } from '../../scripts/engine/exit-codes'
import { describeFailure, failureText } from '../../scripts/engine/output'
import { Cleanup } from '../../scripts/rehearsal/cleanup'
import { parseOptions, USAGE } from './options'
import { benchStorage } from './storage'

/** `npm run bench -- storage`: on this machine, over the loopback, everything stopped at the end. */
async function main(): Promise<ExitCode> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  const options = parseOptions(process.argv.slice(2))
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  const note = (line: string): void => void process.stderr.write(`${line}\n`)
  if (options.help) {
    say(USAGE)
    return EXIT.done
  }
  const cleanup = new Cleanup()
  // As a shell reports a process that a signal ended: 128 and its number.
  const stop = (exit: number) => (): void => void end(cleanup).then(() => process.exit(exit))
  process.once('SIGINT', stop(130)).once('SIGTERM', stop(143))
  const load = (loadavg()[0] ?? 0).toFixed(1)
  say(`node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? ''}), load before ${load}`)
  try {
    await benchStorage({ options, cleanup, say, note })
    return EXIT.done
  } finally {
    await end(cleanup)
  }
}

async function end(cleanup: Cleanup): Promise<void> {
  for (const fault of await cleanup.run()) process.stderr.write(`could not stop ${fault}\n`)
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    const failure = describeFailure(error)
    process.stderr.write(`${failureText(failure)}\n`)
    process.exitCode = failure.exit
  },
)
