import { block, type PlannedResource, type Values } from '../resources/resource'

/** Every cache behaviour of a distribution, the default one first. */
export function behaviorsOf({ values }: PlannedResource): readonly Values[] {
  return [...block(values, 'default_cache_behavior'), ...block(values, 'ordered_cache_behavior')]
}

/** The path a behaviour answers, to name it in a finding. */
export function pathOf(behavior: Values): string {
  return typeof behavior['path_pattern'] === 'string' ? behavior['path_pattern'] : 'default'
}

/** Origins that are buckets: those that are neither a server of the web nor one inside a VPC. */
export function bucketOriginsOf({ values }: PlannedResource): readonly Values[] {
  return block(values, 'origin').filter(
    (origin) =>
      block(origin, 'custom_origin_config').length + block(origin, 'vpc_origin_config').length === 0,
  )
}
