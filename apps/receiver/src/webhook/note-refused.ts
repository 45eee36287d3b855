import type { RefusedDelivery } from '@guance-jira/queue';
import { rateLimitedLog } from '@guance-jira/service';

const NOTED_EVERY_MS = 2000;

/** Tells of refusals at a bounded rate; each code by itself, since wrong tokens by the hundred must not hide the one body that could not be read. */
export function createNoteRefused(tell: (refused: RefusedDelivery) => void): (refused: RefusedDelivery) => void {
  const byCode = new Map<string, (refused: RefusedDelivery) => void>();
  return (refused) => {
    const note =
      byCode.get(refused.code) ??
      rateLimitedLog<RefusedDelivery>(NOTED_EVERY_MS, (one, suppressed) =>
        tell({ ...one, count: one.count + suppressed }),
      );
    byCode.set(refused.code, note);
    note(refused);
  };
}
