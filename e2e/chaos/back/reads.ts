/** Pure: what an issue was when we read it last, which is all that a request to Guance can go by. */
import type { SandboxIssue, SandboxRequest } from '../../harness/index.ts';
import { type Era, erasWithin } from './history.ts';

export interface Frozen {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

interface Read {
  readonly from: number;
  readonly to: number;
}

/** From a reading to a request of a worker that was frozen between the two: others may have read the issue since. */
const FROZEN_MS = 9000;

export function readsOf(issue: SandboxIssue, requests: readonly SandboxRequest[]): Read[] {
  const path = new RegExp(`/issue/(${issue.id}|${issue.key})\\?.*changelog`);
  return requests
    .filter((one) => one.method === 'GET' && one.status === 200 && one.fault === null && path.test(one.path))
    .map(({ at, durationMs }) => ({ from: Number(at), to: Number(at) + Number(durationMs) }));
}

/** Whether a request that reached Guance at that time is justified by what was read before it. */
export function wasReadAs(
  fits: (era: Era) => boolean,
  { eras, reads, frozen }: { eras: readonly Era[]; reads: readonly Read[]; frozen: readonly Frozen[] },
  at: number,
): boolean {
  const before = reads.filter(({ to }) => to <= at);
  const shows = ({ from, to }: Read) => erasWithin(eras, from, to).some(fits);
  const last = before.at(-1);
  if (last === undefined) return false;
  if (shows(last)) return true;
  const frozenSince = (from: number) =>
    frozen.some((one) => one.name.startsWith('worker') && one.from <= at && one.to >= from);
  return before.some((read) => read.to > at - FROZEN_MS && frozenSince(read.to) && shows(read));
}
