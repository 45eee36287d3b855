import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '../../harness/index.ts';
import type { EventLog } from '../check/event-log.ts';
import type { Random } from '../random.ts';
import type { Alert, Alerts } from './alerts.ts';

/** Everything that is sent to the receivers in a run. */
export interface Deliveries {
  /** Every alert that was sent at least once, by its id. */
  readonly alerts: ReadonlyMap<string, Alert>;
  /** Those answered 202, at whichever try. */
  readonly acknowledged: ReadonlySet<string>;
  /** How many answers said so: queued, duplicate, spooled, and refusals by status. */
  readonly answers: Readonly<Record<string, number>>;
  /** Sends so many over that time to random receivers, some alone and some in lists, some twice. */
  sendAll(alerts: Alerts, options: { count: number; overMs: number; random: Random }): Promise<void>;
  /** Sends these, each list in its order, until they are acknowledged. */
  send(lists: readonly (readonly Alert[])[]): Promise<void>;
  /** One that Guance has sent, as the network lets it through: each copy so late. */
  relay(alert: Alert, way: { copies: readonly number[]; receiver: number; persistent: boolean }): Promise<void>;
  /** Resolves when all that is under way now has its answer, or none. */
  answered(): Promise<void>;
}

interface Delivery {
  readonly atMs: number;
  readonly alerts: readonly Alert[];
  readonly receiver: number;
  /** Sent again until it is acknowledged; otherwise given up, as Guance does. */
  readonly persistent: boolean;
  /** Sent once more, so long after it was acknowledged and to that receiver; null: not. */
  readonly again: { afterMs: number; receiver: number } | null;
}

/** Guance gives up a delivery after about five seconds. */
const PATIENCE_MS = 5000;
const MAX_TRIES = 40;

export function createDeliveries(stack: Stack, log: EventLog, contentType = 'application/json'): Deliveries {
  const alerts = new Map<string, Alert>();
  const acknowledged = new Set<string>();
  const answers: Record<string, number> = {};
  const count = (name: string) => {
    answers[name] = (answers[name] ?? 0) + 1;
  };
  const underWay = new Set<Promise<boolean>>();
  const post = (receiver: number, list: readonly Alert[]): Promise<boolean> => {
    const posted = posting(receiver, list).finally(() => underWay.delete(posted));
    underWay.add(posted);
    return posted;
  };
  const posting = async (receiver: number, list: readonly Alert[]): Promise<boolean> => {
    const ids = list.map(({ id }) => id);
    const app = stack.receivers[receiver % stack.receivers.length];
    if (!app) throw new Error(`no receiver ${receiver}`);
    for (const alert of list) alerts.set(alert.id, alert);
    log.note(`sent to ${app.name}`, ids);
    try {
      const response = await fetch(app.webhookUrl, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body: JSON.stringify(list.length === 1 ? list[0]?.event : list.map(({ event }) => event)),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const body: unknown = await response.json();
      const statuses = response.status === 202 ? statusesOf(body) : [];
      log.note(`${app.name} answered ${response.status} ${statuses.join(', ')}`, ids);
      if (response.status !== 202) count(String(response.status));
      for (const status of statuses) count(status);
      if (response.status === 202) for (const id of ids) acknowledged.add(id);
      return response.status === 202;
    } catch (error) {
      count('no answer');
      log.note(`${app.name} gave no answer: ${causeOf(error)}`, ids);
      return false;
    }
  };
  const persist = async (receiver: number, list: readonly Alert[], tries = MAX_TRIES): Promise<boolean> => {
    for (let n = 0; n < tries; n += 1) {
      if (n > 0) await pause(500);
      if (await post(receiver + n, list)) return true;
    }
    return false;
  };
  const deliver = async ({ atMs, alerts: list, receiver, persistent, again }: Delivery): Promise<void> => {
    await pause(atMs);
    const done = await persist(receiver, list, persistent ? MAX_TRIES : 1);
    if (!done || again === null) return;
    await pause(again.afterMs);
    await post(again.receiver, list);
  };
  return {
    alerts,
    acknowledged,
    answers,
    answered: async () => void (await Promise.all(underWay)),
    sendAll: async (source, options) => void (await Promise.all(planned(source, options).map(deliver))),
    relay: async (alert, { copies, receiver, persistent }) => {
      alerts.set(alert.id, alert);
      const late = copies.map((atMs) => deliver({ atMs, alerts: [alert], receiver, persistent, again: null }));
      await Promise.all(late);
    },
    send: async (lists) => {
      const all = lists.map(async (list) => {
        for (const alert of list)
          if (!(await persist(0, [alert]))) throw new Error(`no receiver takes ${alert.id} any more`);
      });
      await Promise.all(all);
    },
  };
}

function planned(source: Alerts, options: { count: number; overMs: number; random: Random }): Delivery[] {
  const { random, overMs } = options;
  const deliveries: Delivery[] = [];
  for (let left = options.count; left > 0; ) {
    const size = random.chance(0.8) ? 1 : Math.min(left, random.between(2, 6));
    left -= size;
    deliveries.push({
      atMs: random.between(0, overMs),
      alerts: Array.from({ length: size }, () => source.next(random)),
      receiver: random.between(0, 1),
      persistent: random.chance(0.7),
      again: random.chance(0.15) ? { afterMs: random.between(0, 4000), receiver: random.between(0, 1) } : null,
    });
  }
  return deliveries;
}

function statusesOf(body: unknown): string[] {
  const accepted: unknown = Reflect.get(Object(body), 'accepted');
  return Array.isArray(accepted) ? accepted.map((item) => String(Reflect.get(Object(item), 'status'))) : [];
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
