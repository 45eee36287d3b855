import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../chaos/random.ts';
import { type Stack, sampleEvent } from '../harness/index.ts';

export interface Load {
  readonly sent: number;
  /** Events answered 202 that shall have an issue of their own. */
  readonly wanted: ReadonlySet<string>;
  readonly answers: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** Guance gives up a delivery after about five seconds. */
const PATIENCE_MS = 5000;

/**
 * Sends at a steady rate, whatever the answers: alerts of their own, rounds of a fault that end by a recovery, repeats, wrong
 * tokens and what is no event.
 */
export function startLoad(stack: Stack, random: Random, perSecond: number): Load {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const wanted = new Set<string>();
  const answers: Record<string, number> = {};
  let sent = 0;
  let faults = 0;

  const post = async (url: string, body: string): Promise<number | null> => {
    const status = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => null,
    );
    const name = status === null ? 'no answer' : String(status);
    answers[name] = (answers[name] ?? 0) + 1;
    return status;
  };
  const deliver = async (): Promise<void> => {
    const url = `${stack.receiverUrl}/webhook/guance/${stack.token}`;
    const kind = random.next();
    if (kind < 0.02) return void (await post(`${url}x`, '{}'));
    if (kind < 0.04) return void (await post(url, '{"df_event_id":'));
    const event =
      kind < 0.3 ? faultEvent(faults++) : sampleEvent({ ...now(), df_monitor_checker_event_ref: `o${sent}` });
    const body = JSON.stringify(event);
    if ((await post(url, body)) !== 202) return;
    if (event.df_monitor_checker_name !== FAULTS) wanted.add(event.df_event_id);
    if (kind > 0.9) {
      await pause(random.between(0, 3000));
      await post(url, body);
    }
  };
  const sending = (async () => {
    const startedAt = performance.now();
    while (!stopping.signal.aborted) {
      sent += 1;
      const one: Promise<void> = deliver().finally(() => underWay.delete(one));
      underWay.add(one);
      const next = startedAt + (sent * 1000) / perSecond - performance.now();
      await pause(Math.max(0, next), undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    get sent() {
      return sent;
    },
    wanted,
    answers,
    async stop() {
      stopping.abort();
      await sending;
      await Promise.all(underWay);
    },
  };
}

/** The monitor whose events the rules take as faults. */
const FAULTS = 'soak faults';
const OBJECTS = 40;
const LEVELS = ['warning', 'critical', 'critical', 'ok'];

/** The objects in turn go through their rounds: it gets worse, repeats, recovers, and begins again. */
function faultEvent(count: number) {
  const object = count % OBJECTS;
  const turn = Math.floor(count / OBJECTS);
  const status = LEVELS[turn % LEVELS.length];
  return sampleEvent({
    ...now(),
    df_monitor_checker_event_ref: `fault-object-${object}`,
    df_monitor_checker_name: FAULTS,
    df_fault_id: `fault-${object}-${Math.floor(turn / LEVELS.length)}`,
    df_status: status,
    df_sub_status: status,
  });
}

function now(): Record<string, number> {
  const seconds = Math.floor(Date.now() / 1000);
  return { date: seconds, timestamp: seconds };
}
