/** What users do in a month, in one system and environment. */
export interface Usage {
  readonly name: string
  readonly description: string
  readonly activeUsers: number
  readonly storedGb: number
  readonly objectWritesMillion: number
  readonly objectReadsMillion: number
  readonly deliveredGb: number
  readonly deliveredRequestsMillion: number
  readonly apiRequestsMillion: number
  /** Load balancer capacity units, on average. */
  readonly loadBalancerUnits: number
  /** Through the load balancer and the APIs. */
  readonly apiOutGb: number
  readonly natGb: number
  readonly logsGb: number
  readonly functionRunsMillion: number
  readonly functionSeconds: number
  readonly messagesMillion: number
  readonly imageGb: number
}

/** Usage is a guess: half and twice of it give the range that is printed. */
export const RANGE = { low: 0.5, high: 2 } as const

// Small and medium carry the figures of Aiuteur's own cost tables (seed: overview, "AWS Estimated Costs"); what those
// leave out is stated here and nowhere else.
export const USAGES = {
  small: {
    name: 'small',
    description: 'up to 100 users, 50 GB',
    activeUsers: 100,
    storedGb: 50,
    objectWritesMillion: 0.1,
    objectReadsMillion: 1,
    deliveredGb: 100,
    deliveredRequestsMillion: 1,
    apiRequestsMillion: 0.3,
    loadBalancerUnits: 0.1,
    apiOutGb: 5,
    natGb: 10,
    logsGb: 5,
    functionRunsMillion: 0.01,
    functionSeconds: 2,
    messagesMillion: 0.1,
    imageGb: 1,
  },
  medium: {
    name: 'medium',
    description: 'about 1,000 users, 500 GB, 2 TB delivered',
    activeUsers: 1_000,
    storedGb: 500,
    objectWritesMillion: 1,
    objectReadsMillion: 10,
    deliveredGb: 2_000,
    deliveredRequestsMillion: 20,
    apiRequestsMillion: 5,
    loadBalancerUnits: 0.4,
    apiOutGb: 50,
    natGb: 100,
    logsGb: 20,
    functionRunsMillion: 0.1,
    functionSeconds: 2,
    messagesMillion: 2,
    imageGb: 3,
  },
  large: {
    name: 'large',
    description: 'more than 10,000 users, 2 TB, 10 TB delivered',
    activeUsers: 15_000,
    storedGb: 2_000,
    objectWritesMillion: 10,
    objectReadsMillion: 100,
    deliveredGb: 10_000,
    deliveredRequestsMillion: 200,
    apiRequestsMillion: 50,
    loadBalancerUnits: 4,
    apiOutGb: 500,
    natGb: 1_000,
    logsGb: 100,
    functionRunsMillion: 5,
    functionSeconds: 2,
    messagesMillion: 50,
    imageGb: 5,
  },
} as const satisfies Record<string, Usage>

export type UsageName = keyof typeof USAGES
