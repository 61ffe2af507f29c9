import { sum, type CostEstimate, type Range } from './estimate'
import { USAGES, type Usage } from './usage'

/** One line of a table that a plan of the past holds, beside what we find for it. */
export interface SeedRow {
  readonly service: string
  /** USD a month, as the table says. */
  readonly usd: readonly [number, number]
  /** Kinds of resources that the line means. */
  readonly types: readonly string[]
  /** Why ours differs. Required where it does by more than a tenth. */
  readonly why?: string
}

export interface SeedTable {
  readonly title: string
  readonly target: string
  readonly usage: Usage
  readonly totalUsd: readonly [number, number]
  readonly rows: readonly SeedRow[]
  /** Why there are costs that the table does not have. */
  readonly beyond: string
}

const one = (usd: number): readonly [number, number] => [usd, usd]

const FARGATE_WHY = 'the table has 0.64 of the x86-64 on-demand price of its sizes; arm64 costs 0.8 of it'
const BALANCER_WHY = 'since 2024 AWS bills each public IPv4 address: 3.65 USD in each zone'
const LOGS_WHY = 'the first 5 GB are free; keeping them for a year is not'

export const SEED_TABLES: readonly SeedTable[] = [
  {
    title: 'Aiuteur, small scale',
    target: 'aiuteur/dev',
    usage: USAGES.small,
    totalUsd: one(53),
    rows: [
      {
        service: 'RDS PostgreSQL',
        usd: one(13),
        types: ['aws_db_instance'],
        why: 'the table leaves out the 20 GB of storage (2.30), and the secret of the master (0.40)',
      },
      {
        service: 'ECS Fargate, API and worker',
        usd: one(17.25),
        types: ['aws_ecs_task_definition'],
        why: FARGATE_WHY,
      },
      { service: 'ALB', usd: one(16.5), types: ['aws_lb'], why: BALANCER_WHY },
      {
        service: 'S3',
        usd: one(1.95),
        types: ['aws_s3_bucket'],
        why: 'two of the table, and a few GB of logs, state and releases',
      },
      { service: 'CloudFront', usd: one(0), types: ['aws_cloudfront_distribution'] },
      { service: 'Cognito', usd: one(0), types: ['aws_cognito_user_pool'] },
      { service: 'CloudWatch Logs', usd: one(2.5), types: ['aws_cloudwatch_log_group'], why: LOGS_WHY },
      { service: 'Secrets Manager', usd: one(2), types: ['aws_secretsmanager_secret'] },
    ],
    beyond:
      'NAT gateway (private tasks must reach Supabase and Veo; the table has tasks with public addresses or none), two web ACLs, the data key, alarms, Container Insights, the zone, images',
  },
  {
    title: 'Aiuteur, medium scale',
    target: 'aiuteur/prod',
    usage: USAGES.medium,
    totalUsd: one(336),
    rows: [
      {
        service: 'RDS PostgreSQL, Multi-AZ',
        usd: one(60),
        types: ['aws_db_instance'],
        why: 'the table doubles the instance but not the 100 GB of storage',
      },
      {
        service: 'ECS Fargate, API and worker',
        usd: one(57.5),
        types: ['aws_ecs_task_definition'],
        why: FARGATE_WHY,
      },
      { service: 'ALB', usd: one(18.5), types: ['aws_lb'], why: BALANCER_WHY },
      {
        service: 'S3',
        usd: one(15.9),
        types: ['aws_s3_bucket'],
        why: 'a million PUT costs 5.00 and ten million GET 4.00: the table has 4.40 for both',
      },
      {
        service: 'CloudFront',
        usd: one(170),
        types: ['aws_cloudfront_distribution'],
        why: 'the first TB is free here too: the table counts it only for small scale',
      },
      { service: 'Cognito', usd: one(0), types: ['aws_cognito_user_pool'] },
      { service: 'CloudWatch', usd: one(10), types: ['aws_cloudwatch_log_group'], why: LOGS_WHY },
      {
        service: 'Secrets Manager',
        usd: one(4),
        types: ['aws_secretsmanager_secret'],
        why: 'five secrets, not ten',
      },
    ],
    beyond: 'NAT gateway, two web ACLs, the data key, alarms, Container Insights, the zone, images',
  },
  {
    title: 'Studio, all projects',
    target: 'studio/prod',
    usage: {
      ...USAGES.small,
      name: 'small',
      activeUsers: 5_000,
      storedGb: 100,
      deliveredGb: 500,
      apiRequestsMillion: 0.5,
    },
    totalUsd: [80, 150],
    rows: [
      {
        service: 'RDS PostgreSQL (db.t3.medium, 1-year RI)',
        usd: [30, 40],
        types: ['aws_db_instance'],
        why: 'two zones, as the table itself asks of production, and on demand: a reservation takes at most 30 % off one year, not 50 %',
      },
      {
        service: 'Lambda',
        usd: [2, 5],
        types: ['aws_lambda_function'],
        why: '10,000 runs of 2 s stay inside what is free',
      },
      { service: 'Cognito', usd: [0, 5], types: ['aws_cognito_user_pool'] },
      { service: 'S3', usd: [2, 5], types: ['aws_s3_bucket'] },
      {
        service: 'Data transfer and NAT',
        usd: [10, 20],
        types: ['aws_nat_gateway', 'aws_eip'],
        why: 'a NAT gateway costs 32.85 before the first byte',
      },
      { service: 'Load balancer', usd: one(16), types: ['aws_lb'], why: BALANCER_WHY },
      {
        service: 'CloudFront',
        usd: [5, 10],
        types: ['aws_cloudfront_distribution'],
        why: 'the first TB is free',
      },
      {
        service: 'Route 53',
        usd: one(2),
        types: ['aws_route53_zone'],
        why: 'one zone; alias queries are free',
      },
    ],
    beyond:
      "Everlink's tasks on Fargate (the table has Lambda only), web ACLs, the data key, secrets, GuardDuty, alarms, Container Insights, logs",
  },
  {
    title: 'Community, production',
    target: 'community/prod',
    usage: {
      ...USAGES.medium,
      activeUsers: 10_000,
      storedGb: 100,
      deliveredGb: 1_000,
      functionRunsMillion: 5,
      functionSeconds: 0.2,
    },
    totalUsd: one(82),
    rows: [
      {
        service: 'Lambda',
        usd: one(5),
        types: ['aws_lambda_function'],
        why: 'arm64, and 400,000 GB-s are free',
      },
      {
        service: 'API Gateway',
        usd: one(5),
        types: ['aws_apigatewayv2_api'],
        why: 'messages and connection minutes of the WebSocket, and data out',
      },
      {
        service: 'S3 + CloudFront',
        usd: one(10),
        types: ['aws_s3_bucket', 'aws_cloudfront_distribution'],
        why: 'requests of S3 are not in the table',
      },
      {
        service: 'Redis',
        usd: one(12),
        types: ['aws_elasticache_replication_group'],
        why: 'production has a replica that takes over',
      },
    ],
    beyond:
      'NAT gateway, web ACL, the data key, the fan-out task, alarms, Container Insights. Database (25) and Cognito (25) of the table are kept on Supabase here',
  },
]

export interface SeedComparison {
  readonly row: SeedRow
  readonly ours: Range
  /** Ours lies within the table's range, give or take a tenth and half a dollar. */
  readonly agrees: boolean
}

const TOLERANCE = 0.1
const TOLERANCE_USD = 0.5

export function compareWithSeed(table: SeedTable, { lines }: CostEstimate): SeedComparison[] {
  return table.rows.map((row) => {
    const ours = sum(lines.filter(({ type }) => row.types.includes(type)).map(({ usd }) => usd))
    const [low, high] = row.usd
    const agrees =
      ours.expected >= low * (1 - TOLERANCE) - TOLERANCE_USD &&
      ours.expected <= high * (1 + TOLERANCE) + TOLERANCE_USD
    return { row, ours, agrees }
  })
}

/** What our bill has and the table does not. */
export function beyondSeed(table: SeedTable, { lines }: CostEstimate): Range {
  const known = table.rows.flatMap(({ types }) => types)
  return sum(lines.filter(({ type }) => !known.includes(type)).map(({ usd }) => usd))
}
