import { INITIAL_SWITCH, newer, type SwitchValue } from '../../services/shared/switch/switch'
import type { SwitchStore } from '../adapters/ports'

export type Side = Pick<SwitchValue, 'writes' | 'reads'>

/** The switch as it stands: the higher epoch of the row and the parameter wins. */
export async function readSwitch(store: SwitchStore): Promise<SwitchValue> {
  const [row, parameter] = await Promise.all([store.readRow(), store.readParameter()])
  return newer(row ?? INITIAL_SWITCH, parameter ?? INITIAL_SWITCH)
}

/**
 * Moves the switch. The database row commits first, then the parameter that starting tasks read; a run that died in
 * between is repaired by the next one, because the parameter is written whenever it lags behind.
 */
export async function moveSwitch(store: SwitchStore, side: Side): Promise<SwitchValue> {
  const current = await readSwitch(store)
  const there = current.writes === side.writes && current.reads === side.reads
  const next: SwitchValue = there ? current : { v: 1, epoch: current.epoch + 1, ...side }
  const row = await store.readRow()
  if (row?.epoch !== next.epoch) await store.writeRow(next)
  const parameter = await store.readParameter()
  if (parameter?.epoch !== next.epoch) await store.writeParameter(next)
  return next
}
