/** The network between Guance, Jira and the receivers: what is sent to them comes late, in another order, twice or never. */
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '../../harness/index.ts';
import type { EventLog } from '../check/event-log.ts';
import { alertOf } from '../deliver/alerts.ts';
import type { Deliveries } from '../deliver/deliveries.ts';
import type { Random } from '../random.ts';

export interface Wire {
  readonly guanceUrl: string;
  readonly jiraUrl: string;
  connect(to: { stack: Stack; deliveries: Deliveries; log: EventLog; random: Random; jiraToken: string }): void;
  /** From now on everything arrives, once and at once. */
  calm(): void;
  /** All that is under way has arrived, or was lost. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface Way {
  readonly copies: readonly number[];
  readonly receiver: number;
  /** Tried until it is taken. */
  readonly persistent: boolean;
}

const MAX_LATE_MS = 2500;
const MAX_TRIES = 60;

export async function openWire(): Promise<Wire> {
  let to: Parameters<Wire['connect']>[0] | null = null;
  let calm = false;
  const underWay = new Set<Promise<void>>();
  const goes = (work: Promise<void>) => {
    const done = work.finally(() => underWay.delete(done));
    underWay.add(done);
  };
  const server = createServer(async (req, res) => {
    const text = await textOf(req);
    res.writeHead(202).end();
    if (to === null) return;
    const way = calm ? SURE : drawn(to.random);
    if (way.copies.length === 0) to.log.note(`lost on its way from ${req.url}`);
    if (req.url === '/jira') goes(relayed(to, text, req, way));
    else goes(to.deliveries.relay(alertOf(JSON.parse(text)), way));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${Reflect.get(Object(server.address()), 'port')}`;
  return {
    guanceUrl: `${url}/guance`,
    jiraUrl: `${url}/jira`,
    connect: (given) => {
      to = given;
    },
    calm: () => {
      calm = true;
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const SURE: Way = { copies: [0], receiver: 0, persistent: true };

function drawn(random: Random): Way {
  const late = () => (random.chance(0.5) ? 0 : random.between(0, MAX_LATE_MS));
  const copies = random.chance(0.12) ? 0 : random.chance(0.2) ? 2 : 1;
  return {
    copies: Array.from({ length: copies }, late),
    receiver: random.between(0, 1),
    persistent: random.chance(0.7),
  };
}

/** As Jira sent it, with its signature and the identifier of the delivery. */
async function relayed(
  { stack, log, jiraToken }: Parameters<Wire['connect']>[0],
  body: string,
  { headers }: IncomingMessage,
  { copies, receiver, persistent }: Way,
): Promise<void> {
  const passed = Object.entries(headers).filter(([name]) => name.startsWith('x-') || name === 'content-type');
  const key = String(Reflect.get(Object(Reflect.get(Object(JSON.parse(body)), 'issue')), 'key'));
  const post = async (n: number): Promise<boolean> => {
    const app = stack.receivers[n % stack.receivers.length];
    const url = app?.webhookUrl.replace(/\/webhook\/.*/, `/webhook/jira/${jiraToken}`) ?? '';
    const status = await fetch(url, {
      ...{ method: 'POST', body, signal: AbortSignal.timeout(5000) },
      headers: Object.fromEntries(passed.map(([name, value]) => [name, String(value)])),
    }).then((answer) => answer.status, String);
    log.note(`Jira told ${app?.name} of ${key}: ${status}`);
    return status === 202;
  };
  const copy = async (lateMs: number) => {
    await pause(lateMs);
    for (let n = 0; n < (persistent ? MAX_TRIES : 1); n += 1) {
      if (n > 0) await pause(500);
      if (await post(receiver + n)) return;
    }
  };
  await Promise.all(copies.map(copy));
}

async function textOf(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part);
  return Buffer.concat(parts).toString();
}
