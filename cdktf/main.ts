import { ConfigError } from './config/config-error'
import { synthesize } from './synthesize'
import { systems } from './systems'

const EXIT_USAGE = 2

// `cdktf synth` names its folder in CDKTF_OUTDIR, everything of ours in CDKTF_OUT.
const outdir = process.env['CDKTF_OUTDIR'] ?? process.env['CDKTF_OUT'] ?? 'cdktf.out'

try {
  const names = synthesize({ outdir, systems })
  process.stderr.write(`${names.length} stacks in ${outdir}: ${names.join(', ')}\n`)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(
    `${error.system} cannot be synthesised:\n${error.faults.map((fault) => `  ${fault}\n`).join('')}`,
  )
  process.exitCode = EXIT_USAGE
}
