import type { CostLine } from './estimate'

export interface Commitment {
  readonly name: string
  /** Most that AWS takes off, as a share of the on-demand price. The exact discount depends on class and term. */
  readonly savingMax: number
  readonly covers: (line: CostLine) => boolean
  readonly source: string
}

const isDatabase = ({ type, what }: CostLine): boolean => type === 'aws_db_instance' && what.startsWith('db.')
const isCache = ({ type }: CostLine): boolean => type === 'aws_elasticache_replication_group'
const isCompute = ({ type, what }: CostLine): boolean =>
  type === 'aws_ecs_task_definition' || (type === 'aws_lambda_function' && what === 'duration')

const COMMITMENTS: readonly Commitment[] = [
  {
    name: 'RDS Reserved Instances, 1 year, no upfront',
    savingMax: 0.3,
    covers: isDatabase,
    source: 'https://aws.amazon.com/rds/reserved-instances/',
  },
  {
    name: 'RDS Reserved Instances, 3 years, all upfront',
    savingMax: 0.63,
    covers: isDatabase,
    source: 'https://aws.amazon.com/rds/reserved-instances/',
  },
  {
    name: 'Database Savings Plan, 1 year',
    savingMax: 0.35,
    covers: (line) => isDatabase(line) || isCache(line),
    source: 'https://aws.amazon.com/savingsplans/database-pricing/',
  },
  {
    name: 'Compute Savings Plan, 1 to 3 years',
    savingMax: 0.52,
    covers: isCompute,
    source: 'https://aws.amazon.com/savingsplans/compute-pricing/',
  },
]

export interface CommitmentOffer {
  readonly name: string
  readonly coveredUsd: number
  readonly savingMaxUsd: number
  readonly source: string
}

/** What each commitment could take off this bill, at most. Those that cover nothing are left out. */
export function commitmentOffers(lines: readonly CostLine[]): CommitmentOffer[] {
  return COMMITMENTS.map(({ name, savingMax, covers, source }) => {
    const coveredUsd = lines.filter(covers).reduce((total, { usd }) => total + usd.expected, 0)
    return { name, coveredUsd, savingMaxUsd: coveredUsd * savingMax, source }
  }).filter(({ coveredUsd }) => coveredUsd > 0)
}
