import { type GuanceEvent, type Stack, sampleEvent } from '../harness/index.ts';

/** The events of one test, and which of them the receiver has answered 202. */
export interface Sent {
  readonly acknowledged: Set<string>;
  readonly statuses: Set<string>;
}

export const events = (count: number, changes: Record<string, unknown> = {}): GuanceEvent[] =>
  Array.from({ length: count }, () => sampleEvent(changes));

export const idsOf = (list: readonly GuanceEvent[]): string[] => list.map(({ df_event_id }) => df_event_id);

/** Sends each event alone, `everyMs` apart, whatever becomes of those before; resolves when all are answered. */
export async function sendSteadily(
  stack: Stack,
  list: readonly GuanceEvent[],
  everyMs: number,
  sent: Sent = { acknowledged: new Set(), statuses: new Set() },
): Promise<Sent> {
  const answers = list.map(async (event, index) => {
    await new Promise((resolve) => setTimeout(resolve, index * everyMs));
    const answer = await stack.send(event).catch((error: unknown) => ({ status: 0, body: whyOf(error) }));
    sent.statuses.add(statusOf(answer.status, answer.body));
    if (answer.status === 202) sent.acknowledged.add(event.df_event_id);
  });
  await Promise.all(answers);
  return sent;
}

/** `queued`, `spooled`, … of a 202 with one event; else the status. */
function statusOf(status: number, body: unknown): string {
  if (status === 0) return `no answer: ${body}`;
  if (status !== 202) return String(status);
  return /"status":"(\w+)"/.exec(JSON.stringify(body))?.[1] ?? '202';
}

/** Node's fetch tells in its cause what has happened. */
function whyOf(error: unknown): string {
  const cause: unknown = Reflect.get(Object(error), 'cause');
  return [error, cause].flatMap((one) => (one instanceof Error ? [one.message] : [])).join(': ');
}
