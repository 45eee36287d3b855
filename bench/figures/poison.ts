/** From the POST of a usual alert to its issue while each second an alert comes that was made to be slow, beside the same without. */
import type { Bench, Figure } from '../figure.ts';
import { eventIdOf, eventText } from '../parts/event-bytes.ts';
import { at, show } from '../parts/stats.ts';
import { post, timed, waitFor } from '../parts/until-issue.ts';
import { type App, startChild, startReceiver, startRedis, startWorker, WEBHOOK } from '../parts/world.ts';

const JIRA_MS = 50;
const EVERY_MS = 1000;

export const poison: Figure = {
  name: 'poison',
  quick: true,
  run: async (bench) => {
    const redis = await startRedis(`${bench.dir}/redis`);
    const jira = await startChild(bench.dir, 'jira-child', ['cloud', String(JIRA_MS), 'tell']);
    const receiver = await startReceiver(bench.dir, redis.url);
    const worker = await startWorker(bench.dir, redis.url, { port: jira.port, dialect: 'cloud' });
    try {
      const url = `http://127.0.0.1:${receiver.port}${WEBHOOK}`;
      const calm = await measure(bench, jira, url, 0);
      const poisoned = await whilePoisoned(url, () => measure(bench, jira, url, calm.length + 1000));
      const p99 = at(poisoned, 0.99);
      return [
        {
          what: `Webhook → issue with a poison alert each second, p99 of ${poisoned.length}`,
          ours: `${show(p99)} ms`,
          reference: `${show(at(calm, 0.99))} ms without`,
          figure: { median: p99, least: p99, most: p99 },
          unit: 'ms',
          aim: { atMost: 1000 },
        },
      ];
    } finally {
      await Promise.all([receiver.stop(), worker.stop()]);
      await jira.stop();
      await redis.stop();
    }
  },
};

/** Sorted milliseconds. */
async function measure(bench: Bench, jira: App, url: string, from: number): Promise<number[]> {
  const stood = waitFor(jira);
  const samples: number[] = [];
  const [warmUp, count] = bench.quick ? [10, 60] : [30, 300];
  for (let number = 1; number <= warmUp + count; number += 1) {
    if (number % 20 === 0) bench.progress(`${number} of ${warmUp + count}`);
    const event = JSON.parse(eventText(from + number));
    const ms = await timed(stood, eventIdOf(from + number), () => post(url, event, 202));
    if (number > warmUp) samples.push(ms);
  }
  return samples.toSorted((a, b) => a - b);
}

async function whilePoisoned<T>(url: string, work: () => Promise<T>): Promise<T> {
  let sent = 0;
  const sending = setInterval(() => {
    sent += 1;
    void post(url, poisonOf(sent), 202).catch(() => {});
  }, EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(sending);
  }
}

/** Each stopped the worker for seconds or minutes once. No two are alike, so that none is known from before. */
function poisonOf(number: number): object {
  const event = { df_event_id: `poison-${number}`, df_status: 'critical', df_title: `poison ${number}` };
  switch (number % 4) {
    case 0:
      return { ...event, df_message: `${number} http://a.b/${'&a;'.repeat(13_000)}x` };
    case 1:
      return { ...event, df_message: `${number} [${'word '.repeat(7_000)}` };
    case 2:
      return { ...event, df_event_id: `${number}${'i'.repeat(250_000)} ://` };
    default:
      return { ...event, df_message: `${number}\n\n${'**a*'.repeat(9_000)}` };
  }
}
