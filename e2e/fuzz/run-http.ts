import { freePort } from '@guance-jira/local-stack';
import { seeded } from '../chaos/random.ts';
import type { Reading } from '../harness/flat.ts';
import { startStack } from '../harness/index.ts';
import { holdingsOf, inspected } from '../harness/inspector.ts';
import { exchange } from './connection.ts';
import { rawRequest } from './raw-requests.ts';
import type { Finding, PartReport } from './report.ts';
import { watchForHangs } from './watch-for-hangs.ts';

const AT_ONCE = 200;
/** Often enough for a line through the readings, seldom enough that collecting garbage costs little. */
const READINGS = 60;
const MIN_BETWEEN_READINGS = 100;
/** Nobody takes the accepted events away, so Redis is emptied now and then. */
const EMPTY_REDIS_EVERY = 10_000;
const FINE = new Set([200, 202, 400, 401, 404, 405, 408, 413, 415, 417, 429, 431, 503, 505]);

/** Sends raw bytes to the port of a real receiver. Each input has a seed of its own: `seed` plus its number. */
export async function runHttp(inputs: number, seed: number): Promise<PartReport> {
  const startedAt = Date.now();
  const inspectorPort = await freePort();
  const stack = await startStack({ started: false, receiverEnv: { LOG_LEVEL: 'error', ...inspected(inspectorPort) } });
  const findings: Finding[] = [];
  const answers: Record<string, number> = {};
  const heap: Reading[] = [];
  const rss: Reading[] = [];
  const underWay = new Set<number>();
  try {
    await stack.receiver.start();
    const { child } = stack.receiver;
    if (!child) throw new Error('the receiver does not run');
    let gone = false;
    let finished = false;
    void child.exited.then(({ code, signal }) => {
      if (finished) return;
      gone = true;
      const guilty = [...underWay].map((number) => inputOf(number)).join('\n');
      blame(seed, `the receiver ended with ${code ?? signal}: ${child.lastLines().join('\n')}`, guilty);
    });
    const watch = watchForHangs(`${stack.receiverUrl}/healthz`, child.pid);
    const port = Number(new URL(stack.receiverUrl).port);
    const every = Math.max(MIN_BETWEEN_READINGS, Math.floor(inputs / READINGS));
    let next = 0;
    const work = async (lane: number): Promise<void> => {
      while (next < inputs && !gone) {
        const number = next;
        next += 1;
        if (number % EMPTY_REDIS_EVERY === EMPTY_REDIS_EVERY - 1) await stack.redis.call('FLUSHALL');
        if (number % every === every - 1) {
          const holdings = await holdingsOf(child.pid, inspectorPort);
          heap.push({ at: number, value: holdings.heap });
          rss.push({ at: number, value: holdings.rss });
        }
        underWay.add(number);
        await one(number, port, lane).catch((error: unknown) => {
          if (!gone) blame(seed + number, String(error), inputOf(number));
        });
        underWay.delete(number);
      }
    };
    const one = async (number: number, to: number, lane: number): Promise<void> => {
      const before = watch.count;
      const { statuses, held, end } = await exchange(
        to,
        `127.${1 + lane}.${number % 250}.1`,
        bytesOf(number),
        watch.answered,
      );
      if (statuses.length === 0) count(`no answer, ${end}`);
      for (const status of statuses) count(String(status));
      const strange = statuses.filter((status) => !FINE.has(status));
      if (strange.length > 0) blame(seed + number, `answered ${strange.join(', ')}`, inputOf(number));
      if (held) blame(seed + number, 'the connection was held open', inputOf(number));
      if (watch.count > before) blame(seed + number, 'under way while the receiver hung', inputOf(number));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, lane) => work(lane)));
    finished = true;
    await watch.stop();
    if (watch.count > 0) blame(seed, `the receiver hung ${watch.count} times`, 'see those under way, blamed before');
    const unexpected = stack.receiver.log.all.filter(({ message }) => message.includes('unexpectedly'));
    for (const record of unexpected.slice(0, 10)) blame(seed, JSON.stringify(record), '');
    return {
      part: 'http',
      inputs: next,
      seconds: (Date.now() - startedAt) / 1000,
      findings,
      answers,
      memory: { heap, rss },
    };
  } finally {
    await stack.close();
  }

  function bytesOf(number: number): Buffer[] {
    return rawRequest(seeded(seed + number), stack.token);
  }
  function inputOf(number: number): string {
    return `base64 ${Buffer.concat(bytesOf(number)).toString('base64')}`;
  }
  function blame(at: number, error: string, input: string): void {
    findings.push({ part: 'http', seed: at, error, input });
  }
  function count(name: string): void {
    answers[name] = (answers[name] ?? 0) + 1;
  }
}
