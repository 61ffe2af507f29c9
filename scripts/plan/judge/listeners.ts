import { block, type PlannedResource, type Values } from '../resources/resource'

export const LISTENER_TYPES = ['aws_lb_listener', 'aws_alb_listener'] as const

/** The actions of a listener or of one of its rules. */
export function actionsOf({ values }: PlannedResource): readonly Values[] {
  return [...block(values, 'default_action'), ...block(values, 'action')]
}

/** True if a listener does nothing but send to HTTPS. */
export function redirectsToHttps(listener: PlannedResource): boolean {
  const actions = actionsOf(listener)
  return (
    actions.length > 0 &&
    actions.every(
      (action) =>
        action['type'] === 'redirect' &&
        block(action, 'redirect').every(({ protocol }) => protocol === 'HTTPS'),
    )
  )
}
