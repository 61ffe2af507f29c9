import type { PlannedResource } from '../resources/resource'
import { fixed, numberOf, shared, textOf, used, type CostItem, type Estimator } from './item'
import { CACHE_NODES, DATABASE_INSTANCES, DATABASE_STORAGE } from './prices-compute'
import { PRICES } from './prices-services'

export const DATA_KINDS: Readonly<Record<string, Estimator>> = {
  aws_db_instance: (resource, { resources }) => {
    const source = resources.find(
      ({ type, values }) => type === 'aws_db_instance' && values['replicate_source_db'] === undefined,
    )
    const instanceClass =
      textOf(resource, 'instance_class') ?? textOf(source ?? resource, 'instance_class') ?? ''
    const price = DATABASE_INSTANCES[instanceClass]
    if (price === undefined) return { unknown: `no price for ${instanceClass || 'the class'}` }
    const copies = resource.values['multi_az'] === true ? 2 : 1
    const replica = resource.values['replicate_source_db'] !== undefined
    const storage = replica && source !== undefined ? source : resource
    const kind = textOf(storage, 'storage_type') ?? 'gp2'
    const perGb = DATABASE_STORAGE[kind]
    if (perGb === undefined) return { unknown: `no price for storage ${kind}` }
    const basis = copies === 2 ? 'two zones' : 'one zone'
    return [
      fixed(instanceClass, price, { quantity: copies, basis }),
      fixed(`storage ${kind}`, perGb, {
        quantity: copies * (numberOf(storage, 'allocated_storage') ?? 0),
        basis,
      }),
      ...(resource.values['manage_master_user_password'] === true
        ? [fixed("the master's password", PRICES.secret, { quantity: 1, basis: 'a secret that RDS makes' })]
        : []),
    ]
  },
  aws_elasticache_replication_group: (resource) => {
    const node = textOf(resource, 'node_type') ?? ''
    const price = CACHE_NODES[node]
    if (price === undefined) return { unknown: `no price for ${node || 'the node type'}` }
    const nodes = numberOf(resource, 'num_cache_clusters') ?? 1
    return [
      fixed(node, price, {
        quantity: nodes,
        basis: nodes === 1 ? 'one node' : `a primary and ${nodes - 1} replicas`,
      }),
    ]
  },
  aws_s3_bucket: (resource, context) =>
    holdsObjects(resource) ? objectsOf(resource, context) : logsAndState(),
  aws_dynamodb_table: (resource, context) => [
    used('writes', PRICES.tableWrites, {
      quantity: shared(context.usage.apiRequestsMillion, { resource, context }),
      basis: 'one for each request',
    }),
    used('reads', PRICES.tableReads, {
      quantity: shared(2 * context.usage.apiRequestsMillion, { resource, context }),
      basis: 'two for each request',
    }),
  ],
  aws_cognito_user_pool: (_resource, { usage }) => [
    used('active users', PRICES.activeUsers, {
      quantity: usage.activeUsers,
      basis: 'users who sign in within the month',
    }),
  ],
  aws_secretsmanager_secret: () => [fixed('secret', PRICES.secret, { quantity: 1, basis: 'one secret' })],
  aws_kms_key: (_resource, { usage }) => [
    fixed('key', PRICES.key, { quantity: 1, basis: 'one key' }),
    used('requests', PRICES.keyRequests, {
      quantity: usage.objectWritesMillion / 10,
      basis: 'bucket keys save most of them',
    }),
  ],
  aws_ecr_repository: (_resource, context) => [
    used('images', PRICES.imageStorage, {
      quantity: context.usage.imageGb,
      basis: 'the last images of a service',
    }),
  ],
  aws_sqs_queue: (resource, context) => [
    used('requests', PRICES.queueRequests, {
      quantity: shared(context.usage.functionRunsMillion * 3, { resource, context }),
      basis: 'three for each message',
    }),
  ],
}

/** Buckets of the storage stack take over from Supabase; the others hold logs, state, backups and releases. */
function holdsObjects({ stack }: PlannedResource): boolean {
  return stack.endsWith('-storage')
}

function objectsOf(resource: PlannedResource, context: Parameters<Estimator>[1]): CostItem[] {
  const { usage } = context
  const share = (total: number) => shared(total, { resource, context, among: holdsObjects })
  return [
    used('objects', PRICES.objectStorage, {
      quantity: share(usage.storedGb),
      basis: 'spread over the buckets of the apps',
    }),
    used('PUT requests', PRICES.objectWrites, {
      quantity: share(usage.objectWritesMillion),
      basis: 'uploads',
    }),
    used('GET requests', PRICES.objectReads, {
      quantity: share(usage.objectReadsMillion),
      basis: 'reads that CloudFront does not answer',
    }),
  ]
}

function logsAndState(): CostItem[] {
  return [
    used('objects', PRICES.objectStorage, { quantity: 1, basis: 'about 1 GB of logs, state or releases' }),
  ]
}
