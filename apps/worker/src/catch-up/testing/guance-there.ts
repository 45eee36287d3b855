/** A Guance in memory, as far as catching up asks: objects with their events, newest last. */
import { type Guance, GuanceFailure } from '@guance-jira/guance';

export interface There {
  guance: Guance;
  /** An event of this object, so long ago; its fields as the OpenAPI gives them. */
  happens(ref: string, status: string, agoMs: number, fields?: Record<string, unknown>): string;
  /** Requests by endpoint, in order. */
  readonly asked: string[];
  /** Before each answer; may throw. */
  before: (endpoint: string) => void | Promise<void>;
  workspace: string;
}

interface Event {
  ref: string;
  status: string;
  at: number;
  since: number;
  eventId: string;
  fields: Record<string, unknown>;
}

export function guanceThere(workspace: string, now: () => number): There {
  const events: Event[] = [];
  const newestOf = (from: number, to: number) => {
    const newest = new Map<string, Event>();
    for (const event of events) if (event.at >= from && event.at <= to) newest.set(event.ref, event);
    return [...newest.values()];
  };
  const call = async <T>(endpoint: string, answer: () => T): Promise<T> => {
    there.asked.push(endpoint);
    await there.before(endpoint);
    return answer();
  };
  const not = async () => {
    throw new Error('nobody asks for that here');
  };
  const there: There = {
    asked: [],
    before: () => undefined,
    workspace,
    happens: (ref, status, agoMs, fields = {}) => {
      const at = now() - agoMs;
      const before = events.findLast((event) => event.ref === ref);
      const eventId = `event-${ref}-${events.length}`;
      const since = before === undefined || before.status === 'ok' ? at : before.since;
      events.push({ ref, status, at, since, eventId, fields });
      return eventId;
    },
    guance: {
      hasKey: () => true,
      workspaces: () => [],
      hasClientToken: () => false,
      logLines: async () => [],
      chart: async () => null,
      workspaceOf: () => call('workspace', () => there.workspace),
      openPage: (_workspace, { from, to, offset }) =>
        call('abnormal', () => {
          const open = newestOf(from, to).filter(({ status }) => status !== 'ok');
          const faults = open.slice(offset, offset + 100).map(({ ref, status, at, since, eventId }) => ({
            dql: null,
            ...{
              ref,
              status,
              at,
              since: Math.max(since, from),
              eventId,
              docId: `E_${eventId}`,
              title: `title of ${ref}`,
            },
          }));
          return { faults, unread: 0, next: open.length > offset + 100 ? offset + 100 : null };
        }),
      event: (_workspace, docId) =>
        call('event', () => {
          const event = events.find(({ eventId }) => `E_${eventId}` === docId);
          if (event === undefined) throw new GuanceFailure('refused', { endpoint: 'event', status: 404, said: 'gone' });
          const { ref, status, at, eventId, fields } = event;
          return {
            ...{ __docid: docId, time: at, df_event_id: eventId, df_status: status, df_title: `title of ${ref}` },
            ...{ df_monitor_checker_event_ref: ref, df_dimension_tags: JSON.stringify({ host: ref }), ...fields },
          };
        }),
      newest: (_workspace, refs, { from, to }) =>
        call('query', () =>
          newestOf(from, to)
            .filter(({ ref }) => refs.includes(ref))
            .map(({ ref, status, at, eventId }) => ({
              ...{ ref, at, eventId, docId: `E_${eventId}`, title: '', recovered: status === 'ok' },
            })),
        ),
      ...{ openFaults: not, restore: not, mute: not, mutes: not, lift: not },
    },
  };
  return there;
}
