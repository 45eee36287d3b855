/** How long one, two and four workers take to empty a queue when Jira, not the machine, is what they wait for. */
import type { Bench, Figure, Row } from '../figure.ts';
import { completed, fill, queueOf } from '../parts/queue-state.ts';
import { show } from '../parts/stats.ts';
import { startChild, startRedis, startWorker } from '../parts/world.ts';

const JIRA_MS = 50;
/** Few at a time, so that Jira is what four of them wait for, and not the two processors of a small machine. */
const AT_A_TIME = 4;
const WALL = 200;

export const workers: Figure = {
  name: 'workers',
  quick: false,
  run: async (bench) => {
    const count = 1_000;
    const alone = await secondsOf(bench, 1, count, {});
    const row = (what: string, seconds: number, floor: number, atMost: number): Row => ({
      what,
      ours: `${show(seconds)} s`,
      reference: `${show(floor)} s`,
      figure: { median: seconds / floor, least: seconds / floor, most: seconds / floor },
      unit: '×',
      aim: { atMost },
    });
    return [
      row(`${count} events, two workers, beside one`, await secondsOf(bench, 2, count, {}), alone, 0.55),
      row(`${count} events, four workers, beside one`, await secondsOf(bench, 4, count, {}), alone, 0.3),
      row(
        `${2 * count} events, four workers, JIRA_MAX_RPS=${WALL}, beside that rate`,
        await secondsOf(bench, 4, 2 * count, { JIRA_MAX_RPS: String(WALL) }),
        (2 * count) / WALL,
        1.05,
      ),
    ];
  },
};

async function secondsOf(bench: Bench, howMany: number, count: number, env: Record<string, string>): Promise<number> {
  bench.progress(`${howMany} worker(s) ${JSON.stringify(env)}`);
  const dir = `${bench.dir}/${howMany}${Object.keys(env).join('')}`;
  const redis = await startRedis(`${dir}/redis`);
  const jira = await startChild(bench.dir, 'jira-child', ['cloud', String(JIRA_MS)]);
  const queue = queueOf(redis.client, 'guance-jira');
  const settings = { WORKER_CONCURRENCY: String(AT_A_TIME), ...env };
  const started = Array.from({ length: howMany }, (_, index) =>
    startWorker(`${dir}/${index}`, redis.url, { port: jira.port, dialect: 'cloud' }, settings),
  );
  const all = await Promise.all(started);
  try {
    // Each has met Jira and its own code before the clock starts.
    await fill(redis.client, 'guance-jira', { firstNumber: 1, count: 400 });
    await completed(queue, 400);
    await queue.pause();
    await fill(redis.client, 'guance-jira', { firstNumber: 10_000, count });
    const since = performance.now();
    await queue.resume();
    await completed(queue, 400 + count);
    const seconds = (performance.now() - since) / 1000;
    const answer: unknown = await (await fetch(`http://127.0.0.1:${jira.port}/created`)).json();
    const { creates, events } = Object(answer);
    if (creates !== count + 400 || events !== creates)
      throw new Error(`${count + 400} events made ${creates} issues of ${events} events`);
    return seconds;
  } finally {
    await queue.close();
    await Promise.all(all.map((worker) => worker.stop()));
    await jira.stop();
    await redis.stop();
  }
}
