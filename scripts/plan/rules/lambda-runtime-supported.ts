import { requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

/** Without those whose end is before 2027. Source: docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, 2026-11. */
const SUPPORTED: readonly string[] = [
  'nodejs22.x',
  'nodejs24.x',
  'python3.12',
  'python3.13',
  'python3.14',
  'java21',
  'java25',
  'dotnet10',
  'ruby3.4',
  'provided.al2023',
]

export const lambdaRuntimeSupported: Rule = {
  id: 'lambda-runtime-supported',
  title: 'Functions run on a runtime that AWS still mends',
  row: 'own',
  severity: 'medium',
  appliesTo: ['aws_lambda_function'],
  fix: 'Take a newer runtime.',
  check: (fn) =>
    fn.values['package_type'] === 'Image'
      ? []
      : requires(fn, 'runtime', {
          expected: `one of ${SUPPORTED.join(', ')}`,
          holds: (runtime) => typeof runtime === 'string' && SUPPORTED.includes(runtime),
        }),
}
