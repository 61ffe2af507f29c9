import { requires, texts } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const rdsSnapshotsNotPublic: Rule = {
  id: 'rds-snapshots-not-public',
  title: 'No snapshot of a database is shared with everybody',
  row: 30,
  checkov: 'CKV_AWS_302',
  severity: 'critical',
  appliesTo: ['aws_db_snapshot', 'aws_db_cluster_snapshot', 'aws_db_snapshot_copy'],
  fix: 'Share with named accounts.',
  check: (snapshot) =>
    requires(snapshot, 'shared_accounts', {
      expected: 'named accounts, or nobody',
      holds: (accounts) => !texts(accounts).includes('all'),
    }),
}
