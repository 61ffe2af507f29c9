import { judge, textOf } from '../judge/faults'
import type { Rule } from '../judge/rule'

/** First minor version of a major one without the fault. Source: the advisories that Checkov's two checks name. */
const FIRST_SAFE: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  postgres: { 9: 7, 10: 17, 11: 12, 12: 7, 13: 3 },
  'aurora-postgresql': { 9: 7, 10: 14, 11: 9, 12: 4 },
}

export const rdsEngineWithoutFileRead: Rule = {
  id: 'rds-engine-without-file-read',
  title: 'No database runs a version that lets users read files of the server',
  row: 29,
  checkov: 'CKV_AWS_250, CKV_AWS_388',
  severity: 'critical',
  appliesTo: ['aws_db_instance', 'aws_rds_cluster'],
  fix: 'Take a newer minor version.',
  check: ({ values }) => {
    const expected = 'a version without the log_fdw and local-file-read faults'
    const engine = values['engine']
    const limits = typeof engine === 'string' ? FIRST_SAFE[engine] : undefined
    if (limits === undefined) return []
    return judge('engine_version', values['engine_version'], {
      expected,
      holds: (version) => isSafe(version, limits),
    })
  },
}

/** A major version alone (`16`) means its newest minor one. */
function isSafe(version: unknown, limits: Readonly<Record<number, number>>): boolean {
  const [major, minor] = textOf(version).split('.').map(Number)
  const limit = limits[major ?? 0]
  return limit === undefined || minor === undefined || minor >= limit
}
