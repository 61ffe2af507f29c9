import { mustStandBeside } from '../judge/beside'
import { absent } from '../judge/faults'
import { conditionValues, covers, eachDocument, type Statement } from '../judge/policies'
import type { Rule } from '../judge/rule'

export const bucketTlsOnly: Rule = {
  id: 'bucket-tls-only',
  title: 'Buckets refuse requests without TLS',
  row: 'own',
  checkov: 'CKV_AWS_379',
  severity: 'high',
  appliesTo: ['aws_s3_bucket'],
  fix: 'Deny s3:* to everybody where aws:SecureTransport is false.',
  check: (bucket, all) =>
    mustStandBeside(bucket, all, {
      type: 'aws_s3_bucket_policy',
      by: 'bucket',
      expected: 'a policy that denies plain HTTP',
      check: (policy) =>
        eachDocument(policy, 'policy', (statements) =>
          statements.some(deniesPlainHttp) ? [] : absent('policy', 'a statement that denies plain HTTP'),
        ),
    }),
}

function deniesPlainHttp(statement: Statement): boolean {
  return (
    statement.effect === 'Deny' &&
    statement.principals.includes('*') &&
    statement.actions.some((action) => covers(action, 's3:GetObject')) &&
    conditionValues(statement, 'aws:SecureTransport').join() === 'false'
  )
}
