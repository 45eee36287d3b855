import { setTimeout as pause } from 'node:timers/promises';
import { type GuanceEvent, type Stack, sampleEvent } from '../harness/index.ts';
import type { Diary } from './diary.ts';
import type { Random } from './random.ts';

/** What became of the deliveries. */
export interface Sent {
  /** Every event that was sent at least once. */
  readonly events: ReadonlySet<string>;
  /** Those answered 202, at whichever try. */
  readonly acknowledged: ReadonlySet<string>;
  /** How many answers said so: queued, duplicate, spooled, and refusals by status. */
  readonly answers: Readonly<Record<string, number>>;
}

interface Delivery {
  readonly atMs: number;
  readonly events: readonly GuanceEvent[];
  readonly receiver: number;
  /** Sent again until it is acknowledged; otherwise given up, as Guance does. */
  readonly persistent: boolean;
  /** Sent once more, so long after it was acknowledged and to that receiver; null: not. */
  readonly again: { afterMs: number; receiver: number } | null;
}

/** Guance gives up a delivery after about five seconds. */
const PATIENCE_MS = 5000;
const MOST_TRIES = 40;

/** Sends the events over that time to random receivers, some alone and some in lists, some twice. */
export async function sendAll(
  stack: Stack,
  options: { events: number; overMs: number; random: Random; diary: Diary; next?: (random: Random) => GuanceEvent },
): Promise<Sent> {
  const { diary } = options;
  const deliveries = planDeliveries(stack, options);
  const events = new Set<string>();
  const acknowledged = new Set<string>();
  const answers: Record<string, number> = {};
  const count = (name: string) => {
    answers[name] = (answers[name] ?? 0) + 1;
  };
  const post = async (receiver: number, list: readonly GuanceEvent[]): Promise<boolean> => {
    const ids = list.map(({ df_event_id }) => df_event_id);
    const app = stack.receivers[receiver];
    if (!app) throw new Error(`no receiver ${receiver}`);
    for (const id of ids) events.add(id);
    diary.note(`sent to ${app.name}`, ids);
    try {
      const response = await fetch(app.webhookUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(list.length === 1 ? list[0] : list),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const body: unknown = await response.json();
      const statuses = response.status === 202 ? statusesOf(body) : [];
      diary.note(`${app.name} answered ${response.status} ${statuses.join(', ')}`, ids);
      if (response.status !== 202) count(String(response.status));
      for (const status of statuses) count(status);
      if (response.status === 202) for (const id of ids) acknowledged.add(id);
      return response.status === 202;
    } catch (error) {
      count('no answer');
      diary.note(`${app.name} gave no answer: ${causeOf(error)}`, ids);
      return false;
    }
  };
  const deliver = async ({ atMs, events: list, receiver, persistent, again }: Delivery): Promise<void> => {
    await pause(atMs);
    let done = await post(receiver, list);
    for (let tries = 1; !done && persistent && tries < MOST_TRIES; tries += 1) {
      await pause(500);
      done = await post((receiver + tries) % stack.receivers.length, list);
    }
    if (!done || again === null) return;
    await pause(again.afterMs);
    await post(again.receiver, list);
  };
  await Promise.all(deliveries.map(deliver));
  return { events, acknowledged, answers };
}

function planDeliveries(
  stack: Stack,
  options: { events: number; overMs: number; random: Random; next?: (random: Random) => GuanceEvent },
): Delivery[] {
  const { random, overMs, next = chaosEvent } = options;
  const anyReceiver = () => random.between(0, stack.receivers.length - 1);
  const deliveries: Delivery[] = [];
  for (let left = options.events; left > 0; ) {
    const size = random.chance(0.8) ? 1 : Math.min(left, random.between(2, 6));
    left -= size;
    deliveries.push({
      atMs: random.between(0, overMs),
      events: Array.from({ length: size }, () => next(random)),
      receiver: anyReceiver(),
      persistent: random.chance(0.7),
      again: random.chance(0.15) ? { afterMs: random.between(0, 6000), receiver: anyReceiver() } : null,
    });
  }
  return deliveries;
}

/** Ids come from the seed too, so that a run can be repeated. One in five tells an old time, so the ledger cannot vouch for it. */
function chaosEvent(random: Random): GuanceEvent {
  const id = Array.from({ length: 4 }, () =>
    random
      .between(0, 2 ** 32 - 1)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  const now = Math.floor(Date.now() / 1000);
  const when = random.chance(0.2) ? {} : { date: now, timestamp: now };
  return sampleEvent({ df_event_id: `event-${id}`, df_monitor_checker_event_ref: id, ...when });
}

function statusesOf(body: unknown): string[] {
  const accepted: unknown = Reflect.get(Object(body), 'accepted');
  return Array.isArray(accepted) ? accepted.map((item) => String(Reflect.get(Object(item), 'status'))) : [];
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
