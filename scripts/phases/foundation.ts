import type { Phase } from '../engine/phase'

const NOTHING = {
  copy: 'the foundation holds no data of the application',
  verify: 'Terraform verifies what it makes',
  cutover: 'nothing is served by the foundation',
  health: 'nothing is served by the foundation',
  revert: 'nothing has moved; the foundation may stay',
  complete: 'nothing is kept at the source',
}

/** Phase 0: what the other phases stand on. Plan and apply are all of it. */
export function foundationPhase(): Phase {
  return {
    name: 'foundation',
    preconditions: { nothing: 'the journal that bootstrap made is checked by every command' },
    copy: { nothing: NOTHING.copy },
    verify: { nothing: NOTHING.verify },
    cutover: { nothing: NOTHING.cutover },
    health: { nothing: NOTHING.health },
    revert: { nothing: NOTHING.revert },
    complete: { nothing: NOTHING.complete },
  }
}
