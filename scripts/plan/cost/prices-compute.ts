import { HOURS, type Price } from './price'

const FARGATE = 'https://aws.amazon.com/fargate/pricing/'
const RDS = 'https://aws.amazon.com/rds/postgresql/pricing/'
const ELASTICACHE = 'https://aws.amazon.com/elasticache/pricing/'
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/'

const monthly = (usdPerHour: number): number => usdPerHour * HOURS

/** vCPU and memory of one task for a month. */
export const FARGATE_PRICES = {
  X86_64: {
    vcpu: { usd: monthly(0.04048), unit: 'vCPU', source: FARGATE },
    gb: { usd: monthly(0.004445), unit: 'GB', source: FARGATE },
  },
  ARM64: {
    vcpu: { usd: monthly(0.03238), unit: 'vCPU', source: FARGATE },
    gb: { usd: monthly(0.00356), unit: 'GB', source: FARGATE },
  },
} as const satisfies Record<string, Record<string, Price>>

const instance = (usdPerHour: number, source: string): Price => ({
  usd: monthly(usdPerHour),
  unit: 'instance',
  source,
})

/** RDS for PostgreSQL, one zone, a month of one instance. Multi-AZ is twice that. */
export const DATABASE_INSTANCES: Readonly<Record<string, Price>> = {
  'db.t3.micro': instance(0.018, RDS),
  'db.t3.small': instance(0.036, RDS),
  'db.t3.medium': instance(0.072, RDS),
  'db.t3.large': instance(0.145, RDS),
  'db.t4g.micro': instance(0.016, RDS),
  'db.t4g.small': instance(0.032, RDS),
  'db.t4g.medium': instance(0.065, RDS),
  'db.t4g.large': instance(0.129, RDS),
  'db.m6g.large': instance(0.159, RDS),
  'db.m6g.xlarge': instance(0.318, RDS),
  'db.r6g.large': instance(0.225, RDS),
  'db.r6g.xlarge': instance(0.45, RDS),
}

export const DATABASE_STORAGE: Readonly<Record<string, Price>> = {
  gp2: { usd: 0.115, unit: 'GB', source: RDS },
  gp3: { usd: 0.115, unit: 'GB', source: RDS },
}

/** Redis OSS, a month of one node. */
export const CACHE_NODES: Readonly<Record<string, Price>> = {
  'cache.t3.micro': instance(0.017, ELASTICACHE),
  'cache.t4g.micro': instance(0.016, ELASTICACHE),
  'cache.t4g.small': instance(0.032, ELASTICACHE),
  'cache.t4g.medium': instance(0.065, ELASTICACHE),
}

export const LAMBDA_PRICES = {
  requests: { usd: 0.2, unit: 'million requests', source: LAMBDA, free: 1 },
  /** arm64. */
  duration: { usd: 0.0000133334, unit: 'GB-s', source: LAMBDA, free: 400_000 },
} as const satisfies Record<string, Price>
