/** Objects of a small Guance, whose alerts and recoveries it sends itself (`--group back`). */
import type { GuanceSandbox } from '@guance-jira/guance-sandbox';
import { type Alert, type Alerts, alertOf } from '../deliver/alerts.ts';
import type { Random } from '../random.ts';

export interface Watched {
  /** As the sandbox calls it. */
  readonly id: string;
  /** In the titles of its alerts and in those of no other. */
  readonly token: string;
}

export interface Objects extends Pick<Alerts, 'next' | 'fresh' | 'closing'> {
  readonly all: readonly Watched[];
  /** Objects whose only alert was sent to nobody, and longer ago than a delivery takes. */
  missed(more: number): void;
  /** Its next event, which Guance sends. */
  happen(random: Random): string;
}

const LEVELS = ['critical', 'error', 'warning', 'nodata'] as const;
const CLOSING = 4;
const APART_MS = 1100;
const MISSED_AGO_MS = 240_000;

/** @param clock of that Guance */
export function createObjects({ control }: GuanceSandbox, count: number, clock: { behind: number }): Objects {
  const all: Watched[] = [];
  const last = new Map<string, number>();
  const watched = (): Watched => {
    const token = `object${all.length}x`;
    const id = control.watch({ monitor: 'cpu', tags: { host: token } });
    all.push({ id, token });
    return { id, token };
  };
  for (let n = 0; n < count; n += 1) watched();
  /** One that is delivered by whoever made it. */
  const fired = (): Alert => {
    const { df_event_id, ...body } = control.fire(watched().id, { notify: false });
    return alertOf({ ...body, df_event_id: String(df_event_id) });
  };
  return {
    all,
    missed: (more) => {
      clock.behind = MISSED_AGO_MS;
      for (let n = 0; n < more; n += 1) control.fire(watched().id, { notify: false });
      clock.behind = 0;
    },
    happen: (random) => {
      // Events tell their time in seconds: of two within one nobody can say which came first, and a check comes each minute.
      const calm = all.slice(0, count).filter(({ id }) => Date.now() - (last.get(id) ?? 0) > APART_MS);
      if (calm.length === 0) return 'nothing';
      const { id, token } = random.pick(calm);
      last.set(id, Date.now());
      if (random.chance(0.3) && control.recover(id) !== null) return `${token} recovers`;
      const level = random.pick(LEVELS);
      control.fire(id, { level });
      return `${token} is ${level}`;
    },
    next: fired,
    fresh: (more) => Array.from({ length: more }, fired),
    closing: () => Array.from({ length: CLOSING }, fired),
  };
}
