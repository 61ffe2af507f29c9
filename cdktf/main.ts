import { synthesizeAndReport } from './synthesize'
import { systems } from './systems'

// `cdktf synth` names its folder in CDKTF_OUTDIR, everything of ours in CDKTF_OUT.
const outdir = process.env['CDKTF_OUTDIR'] ?? process.env['CDKTF_OUT'] ?? 'cdktf.out'

process.exitCode = synthesizeAndReport({ outdir, systems }, (line) => process.stderr.write(`${line}\n`))
