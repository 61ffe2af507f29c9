/** Rows of the check list that no rule asks for. */
export const SKIPPED_ROWS = [
  {
    row: 44,
    check: 'S3 cross-region replication',
    why: 'Versions, and the backup bucket, answer a mistake. A second region would double storage, and none of the systems has one to serve from.',
  },
  {
    row: 45,
    check: 'S3 event notifications',
    why: 'A bucket notifies where a function waits for its objects. A notification that nobody reads protects nothing.',
  },
  {
    row: 75,
    check: 'CloudFront origin failover and geo restriction',
    why: 'While objects move, an origin group falls back to Supabase; afterwards there is one origin, in several zones. The systems serve every country.',
  },
] as const
