import { hasCode, StorageDrainingError } from '../errors'
import type { SwitchView } from '../switch/follow'
import type { SwitchValue } from '../switch/switch'
import { maybeFenced } from './errors'
import type { WriteReceipt } from './storage'

/** A denial by S3 may be its fence or a plain lack of rights; the switch moves well within this if it was the fence. */
const DENIAL_GRACE_MILLISECONDS = 3_000

/**
 * Runs a write on the side that serves. Held while writes drain; when the fence of that side refuses, the switch is
 * read again and the write repeated where it goes now. So a write in flight at the switch ends on one side or the
 * other. Throws StorageDrainingError (retryable) after `maxWaitMilliseconds` of waiting.
 */
export async function writeOnServingSide(
  view: SwitchView,
  maxWaitMilliseconds: number,
  attempt: (side: 'source' | 'aws') => Promise<void>,
): Promise<WriteReceipt> {
  const start = Date.now()
  const deadline = start + maxWaitMilliseconds
  for (;;) {
    const { writes, epoch } = view.current()
    if (writes === 'draining') {
      if (!(await movedOn(view, epoch, deadline))) throw new StorageDrainingError(Date.now() - start)
      continue
    }
    try {
      await attempt(writes)
      return { side: writes, epoch }
    } catch (error) {
      if (!maybeFenced(error)) throw error
      const certain = hasCode(error, 'STORAGE_FENCED')
      const until = certain ? deadline : Math.min(deadline, Date.now() + DENIAL_GRACE_MILLISECONDS)
      if (await movedOn(view, epoch, until)) continue
      throw certain ? new StorageDrainingError(Date.now() - start) : error
    }
  }
}

/** Waits for an epoch after `epoch`; false when there is none before the deadline. */
async function movedOn(view: SwitchView, epoch: number, deadline: number): Promise<boolean> {
  const later = (value: SwitchValue): boolean => value.epoch > epoch
  let settle: (moved: boolean) => void = () => undefined
  const changed = new Promise<boolean>((resolve) => {
    settle = resolve
  })
  // Listening starts before the refresh, so that no change falls between the two.
  const stopListening = view.onChange((value) => {
    if (later(value)) settle(true)
  })
  const timer = setTimeout(() => settle(false), Math.max(0, deadline - Date.now()))
  try {
    if (later(await view.refresh())) return true
    return await changed
  } finally {
    clearTimeout(timer)
    stopListening()
  }
}
