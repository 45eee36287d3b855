/** The lane's scripts once more, as pure functions, for searches through all that may happen. groups/ordered-lock-search.test.ts holds them against the scripts. */
export interface LaneModel {
  /** Members in the lane's order: event time, arrival, id. */
  readonly waiting: readonly Member[];
  readonly holder: Member | null;
  readonly fence: number;
}

export interface Member {
  readonly id: string;
  readonly time: number;
  readonly arrival: number;
}

export const EMPTY_LANE: LaneModel = { waiting: [], holder: null, fence: 0 };

/** Whether the job with that id still has something to do. */
export type Lives = (id: string) => boolean;

export function enter(lane: LaneModel, me: Member, lives: Lives): [LaneModel, { go: boolean; behind: string | null }] {
  let { waiting, holder } = { ...lane, waiting: withMember(lane.waiting, me) };
  for (;;) {
    const head = holder ?? waiting[0] ?? me;
    const mine = head.id === me.id;
    if (!mine && lives(head.id))
      return [
        { ...lane, waiting, holder },
        { go: false, behind: head.id },
      ];
    if (!same(head, me)) waiting = waiting.filter((member) => !same(member, head));
    if (mine)
      return [
        { waiting, holder: me, fence: lane.fence + 1 },
        { go: true, behind: null },
      ];
    holder = null;
  }
}

/** The id of the one to wake, null for none. */
export function leave(lane: LaneModel, me: Member, lives: Lives): [LaneModel, string | null] {
  let waiting = lane.waiting.filter((member) => !same(member, me));
  const holder = lane.holder && same(lane.holder, me) ? null : lane.holder;
  for (let next = waiting[0]; next; next = waiting[0]) {
    if (next.id !== me.id && lives(next.id)) return [{ ...lane, waiting, holder }, next.id];
    waiting = waiting.slice(1);
  }
  return [{ ...lane, waiting, holder }, null];
}

function withMember(waiting: readonly Member[], me: Member): readonly Member[] {
  if (waiting.some((member) => same(member, me))) return waiting;
  return [...waiting, me].sort((a, b) => a.time - b.time || a.arrival - b.arrival || (a.id < b.id ? -1 : 1));
}

/** A job that was deleted and delivered again has another arrival. */
function same(a: Member, b: Member): boolean {
  return a.id === b.id && a.arrival === b.arrival;
}
