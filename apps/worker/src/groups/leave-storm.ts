/**
 * A storm's issue is closed when nothing stands in its list any more. A fault stands there as long as its object's state says so; to be
 * called before another state is written, as nobody would come back to it afterwards.
 */

import type { FaultState } from '@guance-jira/ledger';
import { isSameWindow, type StormWindow } from '@guance-jira/ledger';
import type { StormStore } from '../storms/store.ts';

export interface Stood {
  window: StormWindow;
  faultKey: string;
}

/** @param stood where a fault of this object is listed; null: nowhere */
export async function leaveStorm(
  { storms }: { storms: Pick<StormStore, 'recovered'> },
  stood: Stood | null,
  next: FaultState,
): Promise<void> {
  if (stood && !standsThere(next, stood)) await storms.recovered(stood.window, stood.faultKey);
}

/** Where the state says that the object's fault is listed. */
export function stoodIn(state: FaultState | null): Stood | null {
  return state?.storm ? { window: state.storm.window, faultKey: state.faultKey } : null;
}

function standsThere({ storm, faultKey, recoveredAt }: FaultState, stood: Stood): boolean {
  if (storm === null || recoveredAt !== null || faultKey !== stood.faultKey) return false;
  return isSameWindow(storm.window, stood.window);
}
