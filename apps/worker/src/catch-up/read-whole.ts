/** One event of Guance with all its fields, and its way into the queue. */
import { GuanceFailure } from '@guance-jira/guance';
import { type AlertEvent, asDelivered, type Route, readAlert, routeFor } from '@guance-jira/mapping';
import { type EventJob, jobsOf } from '@guance-jira/queue';
import { isKnownEvent, isKnownFault } from './known.ts';
import type { LookDeps } from './look-deps.ts';
import type { Whole } from './policy.ts';

export interface WholeEvent extends Whole {
  job: EventJob;
  alert: AlertEvent;
}

export interface Reader {
  /**
   * Null where Guance has it no more, or it cannot be read now: one event does not keep the others. `later`: this look has read
   * enough, and goes on before Guance's list is too old to be true.
   * @throws GuanceFailure where it is not the event's fault
   */
  read(docId: string, eventId: string): Promise<WholeEvent | 'later' | null>;
}

/** @param most so many events at one look */
export function createReader(deps: ReadDeps, most: number): Reader {
  let [left, failed] = [most, 0];
  return {
    read: async (docId, eventId) => {
      if (left <= 0) return 'later';
      left -= 1;
      try {
        const whole = await readWhole(docId, eventId, deps);
        failed = 0;
        return whole;
      } catch (error) {
        if (!(error instanceof GuanceFailure) || !mayBeItsOwn(error)) throw error;
        // An answer in whatever form tells that it works.
        failed = error.kind === 'refused' || error.status === 200 ? 0 : failed + 1;
        if (failed >= OUTAGE) throw error;
        deps.log.warn('an open fault of Guance cannot be read', { eventId, reason: error.message });
        return null;
      }
    },
  };
}

/** Answers lost in a row: it is Guance, and no event. */
const OUTAGE = 3;

/** An event that Guance cannot give may be refused, end in an error there, or take longer than we wait. */
function mayBeItsOwn({ kind }: GuanceFailure): boolean {
  return kind === 'refused' || kind === 'ambiguous';
}

export interface ReadDeps extends LookDeps {
  /** The key has said that it is of this workspace; else each event has to. */
  proven: boolean;
}

/** @throws GuanceFailure, also where the event is another workspace's: the key stands under a wrong name then */
async function readWhole(docId: string, eventId: string, deps: ReadDeps): Promise<WholeEvent> {
  const { ask, workspace, now, rules } = deps;
  const stored = await ask('event', (guance) => guance.event(workspace, docId));
  const { event, workspace: named, silent, faultId } = asDelivered(stored, workspace);
  if (named !== null && named !== workspace) throw foreign(named);
  if (named === null && !deps.proven) throw odd('nobody tells whether the key is of this workspace, the event neither');
  const receivedAt = now();
  const [found] = jobsOf({ kind: 'json', events: [event] }, { receivedAt, uniqueId: () => eventId });
  if (found?.eventId !== eventId) throw odd('an event that is not the one that was listed');
  const alert = readAlert(found.event, { eventId, receivedAt });
  const first = faultId !== null && (await isKnownEvent(deps, workspace, faultId));
  const route: Route | null = routeFor(alert, rules());
  return {
    ...{ job: { ...found, caughtUp: true }, alert, workspace: named, recovered: alert.recovered, silent, route },
    faultKnown: first || (await isKnownFault(deps, alert.faultKey)),
  };
}

/** By the very path of a delivery, so whoever was first has it. False: it was there. */
export async function enqueue(event: WholeEvent, kind: 'fault' | 'recovery', deps: LookDeps): Promise<boolean> {
  const [answer] = await deps.producer.confirm([event.job]);
  if (answer !== 'queued') return false;
  const { eventId } = event.alert;
  deps.log.info('event caught up', { eventId, kind, workspace: deps.workspace, route: event.route?.name ?? null });
  deps.onCaughtUp(kind);
  return true;
}

export function foreign(named: string): GuanceFailure {
  const said = `the key of this entry is of the workspace ${named}`;
  return new GuanceFailure('unauthorized', { endpoint: 'workspace', status: null, said });
}

function odd(said: string): GuanceFailure {
  return new GuanceFailure('ambiguous', { endpoint: 'event', status: 200, said });
}
