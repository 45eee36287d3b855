import { Refusal } from '../http/refusal.ts';

const MINUTE_MS = 60_000;

export interface EventBudget {
  /**
   * Takes the events of one delivery out of the budget of its token.
   * @throws Refusal too_many_events, with the seconds after which they would fit
   */
  take(token: string, events: number): void;
  /** The tokens of which a delivery was refused since then, in milliseconds since the epoch. */
  refusedSince(time: number): string[];
}

/**
 * Events a minute for each token (token bucket: a whole minute's worth may come at once), so that a sender gone wild fills
 * neither Redis nor Jira. Counted in this process: with several receivers each has its own. A delivery larger than the budget
 * passes while the budget is whole, else it never could.
 * @param perMinute 0: no limit
 */
export function createEventBudget(perMinute: number, now: () => number): EventBudget {
  const buckets = new Map<string, { left: number; at: number }>();
  const refused = new Map<string, number>();
  return {
    refusedSince: (since) => [...refused].filter(([, at]) => at >= since).map(([token]) => token),
    take(token, events) {
      if (perMinute === 0 || events === 0) return;
      const time = now();
      const bucket = buckets.get(token) ?? { left: perMinute, at: time };
      // A clock that was set back earns nothing, and takes nothing.
      const earned = (Math.max(0, time - bucket.at) * perMinute) / MINUTE_MS;
      const left = Math.min(perMinute, bucket.left + earned);
      const needed = Math.min(events, perMinute);
      if (left < needed) {
        buckets.set(token, { left, at: time });
        refused.set(token, time);
        const seconds = Math.max(1, Math.ceil(((needed - left) / perMinute) * (MINUTE_MS / 1000)));
        throw new Refusal(
          'too_many_events',
          `More than ${perMinute} events per minute arrived with this token. Send them later, or raise WEBHOOK_EVENTS_PER_MINUTE.`,
          { 'Retry-After': String(seconds) },
        );
      }
      buckets.set(token, { left: left - events, at: time });
    },
  };
}
