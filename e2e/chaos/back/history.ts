/** Pure: what an issue of the sandbox has been, by its history. */
import type { SandboxIssue } from '../../harness/index.ts';

/** From then on, until the next. */
export interface Era {
  readonly from: number;
  readonly done: boolean;
  readonly wontFix: boolean;
  /** Who changed the status last. */
  readonly by: string;
  /** The status was changed now, and not the resolution alone. */
  readonly moved: boolean;
}

export const WONT_DO_ID = '10001';

export function erasOf(issue: SandboxIssue): Era[] {
  let [status, resolution, by] = ['new', '', String(issue.creator)];
  const eras: Era[] = [{ from: 0, done: false, wontFix: false, by, moved: false }];
  for (const { at, author, changes } of entriesOf(issue)) {
    const to = (name: string) => changes.find(({ field }) => field === name);
    const moved = to('status') !== undefined;
    if (!moved && to('resolution') === undefined) continue;
    status = moved ? String(to('status')?.to) : status;
    resolution = to('resolution') === undefined ? resolution : String(to('resolution')?.to ?? '');
    by = moved ? author : by;
    eras.push({ from: at, done: status === 'done', wontFix: resolution === WONT_DO_ID, by, moved });
  }
  return eras;
}

/** All that it was between these times. */
export function erasWithin(eras: readonly Era[], from: number, to: number): Era[] {
  return eras.filter((era, n) => era.from <= to && (eras[n + 1]?.from ?? Number.POSITIVE_INFINITY) >= from);
}

interface Entry {
  readonly at: number;
  readonly author: string;
  readonly changes: readonly { field: string; to: string | null }[];
}

function entriesOf({ history }: SandboxIssue): Entry[] {
  return Array.isArray(history) ? history : [];
}
