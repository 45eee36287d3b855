/**
 * A window that is tended is one worker's alone: its due time lies ahead, and is put off again and again while the work goes on. What
 * happens to it meanwhile makes it due at once, for whoever looks next; so the worker holds it besides, or its list would be told by two.
 * Those who wait for the list of one that has died wait no longer than for its jobs.
 */
import type { StormWindow } from '@guance-jira/ledger';
import type { Hold } from './hold.ts';
import type { StormStore } from './store.ts';

export const LEASE_MS = 20_000;
const RENEW_MS = LEASE_MS / 4;
/** How soon one that another holds is looked at again. */
const HELD_MS = 1000;

export interface LeaseDeps {
  storms: Pick<StormStore, 'putOff' | 'hold'>;
  clock: () => number;
}

/**
 * @param until the due time by which the window was taken
 * @param act says when the window is due again; null: nobody has to look
 */
export async function leased(
  window: StormWindow,
  until: number,
  { storms, clock }: LeaseDeps,
  act: (hold: Pick<Hold, 'stands'>) => Promise<number | null>,
): Promise<void> {
  const hold = await storms.hold(window, LEASE_MS);
  if (hold === null) {
    await storms.putOff(window, until, clock() + HELD_MS);
    return;
  }
  let ours = clock() + LEASE_MS;
  // A worker that was frozen between the two: another has been there, and perhaps ended it.
  if (!(await storms.putOff(window, until, ours))) return hold.release();
  let renewal = Promise.resolve();
  const renew = async () => {
    await hold.renew();
    const next = clock() + LEASE_MS;
    if (await storms.putOff(window, ours, next)) ours = next;
  };
  const timer = setInterval(() => {
    // Without Redis nobody else can take it either.
    renewal = renewal.then(renew).catch(() => {});
  }, RENEW_MS);
  try {
    const again = await act(hold);
    clearInterval(timer);
    await renewal;
    // Something has happened to it meanwhile: then it is due by that.
    if (again !== null) await storms.putOff(window, ours, again);
  } finally {
    clearInterval(timer);
    // Without Redis it ends by itself.
    await hold.release().catch(() => {});
  }
}
