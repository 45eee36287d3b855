/** From the POST of an alert to its issue, on an idle system with a Jira that answers in 50 ms, beside that Jira alone. */
import type { Bench, Figure, Row } from '../figure.ts';
import { eventIdOf, eventText } from '../parts/event-bytes.ts';
import { at, type Spread, show } from '../parts/stats.ts';
import { post, timed, waitFor } from '../parts/until-issue.ts';
import { type App, startChild, startReceiver, startRedis, startWorker, WEBHOOK } from '../parts/world.ts';

const JIRA_MS = 50;

export const latency: Figure = {
  name: 'latency',
  quick: true,
  run: async (bench) => {
    const redis = await startRedis(`${bench.dir}/redis`);
    const jira = await startChild(bench.dir, 'jira-child', ['cloud', String(JIRA_MS), 'tell']);
    const receiver = await startReceiver(bench.dir, redis.url);
    const worker = await startWorker(bench.dir, redis.url, { port: jira.port, dialect: 'cloud' });
    try {
      return rows(await measure(bench, jira, receiver));
    } finally {
      await Promise.all([receiver.stop(), worker.stop()]);
      await jira.stop();
      await redis.stop();
    }
  },
};

/** One of each in turn, with a pause of no fixed length before it, so that nothing falls into step. */
async function measure(bench: Bench, jira: App, receiver: App): Promise<{ ours: number[]; jira: number[] }> {
  const stood = waitFor(jira);
  const samples = { ours: [] as number[], jira: [] as number[] };
  const [warmUp, count] = bench.quick ? [10, 40] : [50, 300];
  for (let number = 1; number <= warmUp + count; number += 1) {
    if (number % 20 === 0) bench.progress(`${number} of ${warmUp + count}`);
    const direct = `direct-${number}`;
    const create = { fields: { summary: eventText(number) }, properties: [{ value: { eventId: direct } }] };
    const alone = await timed(stood, direct, () => post(`http://127.0.0.1:${jira.port}/rest/api/3/issue`, create, 201));
    const whole = await timed(stood, eventIdOf(number), () =>
      post(`http://127.0.0.1:${receiver.port}${WEBHOOK}`, JSON.parse(eventText(number)), 202),
    );
    if (number <= warmUp) continue;
    samples.jira.push(alone);
    samples.ours.push(whole);
  }
  return samples;
}

function rows(samples: { ours: number[]; jira: number[] }): Row[] {
  const sorted = (values: number[]) => values.toSorted((a, b) => a - b);
  const [ours, jira] = [sorted(samples.ours), sorted(samples.jira)];
  const row = (name: string, share: number, atMost: number): Row => ({
    what: `Webhook → issue on an idle system, ${name} of ${ours.length}`,
    ours: `${show(at(ours, share))} ms`,
    reference: `${show(at(jira, share))} ms (Jira alone; ${JIRA_MS} ms set)`,
    figure: one(at(ours, share) / JIRA_MS),
    unit: '×',
    aim: { atMost },
  });
  return [row('p50', 0.5, 1.2), row('p99', 0.99, 1.5)];
}

function one(value: number): Spread {
  return { median: value, least: value, most: value };
}
