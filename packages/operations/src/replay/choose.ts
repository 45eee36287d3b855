/** Pure: which failed events are meant, and how they look together. */

export interface FailedEvent {
  readonly jobId: string;
  readonly eventId: string;
  readonly title: string;
  /** Null where it was never learnt, as for an event that could not be read. */
  readonly route: string | null;
  readonly reason: string;
  readonly failedAt: number | null;
}

export interface Choice {
  readonly route?: string | undefined;
  readonly reason?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Empty: any. */
  readonly events: readonly string[];
}

export function isChosen(event: FailedEvent, { route, reason, since, until, events }: Choice): boolean {
  const at = event.failedAt ?? 0;
  return (
    (route === undefined || event.route === route) &&
    (reason === undefined || event.reason.toLowerCase().includes(reason.toLowerCase())) &&
    (since === undefined || at >= since) &&
    (until === undefined || at < until) &&
    (events.length === 0 || events.includes(event.eventId) || events.includes(event.jobId))
  );
}

export interface FailedGroup {
  readonly route: string | null;
  readonly reason: string;
  readonly events: readonly FailedEvent[];
}

/** By route and reason, most first. Ids and numbers within a reason make no group of their own. */
export function groupsOf(events: readonly FailedEvent[]): FailedGroup[] {
  const groups = new Map<string, FailedEvent[]>();
  for (const event of events) {
    const key = `${event.route} ${event.reason.replaceAll(/\d+|event-[0-9a-f]+/g, '#')}`;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  const all = [...groups.values()].map((members) => ({
    route: members[0]?.route ?? null,
    reason: members[0]?.reason ?? '',
    events: members,
  }));
  return all.sort((a, b) => b.events.length - a.events.length);
}
