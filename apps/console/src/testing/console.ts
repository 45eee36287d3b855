import { Writable } from 'node:stream';
import { jobOptions, keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { createLogger, createMetrics, loadEnv } from '@guance-jira/service';
import { Queue } from 'bullmq';
import { ConsoleEnv, crossCheck } from '../config.ts';
import { type Console, startConsole } from '../start.ts';

export interface TestConsole extends Console {
  /** Everything logged so far, as lines of JSON. */
  logged(): string;
}

/** A console on a free port, in this process. `env` is what a person would set. */
export async function startTestConsole(redisUrl: string, env: Record<string, string> = {}): Promise<TestConsole> {
  const lines: string[] = [];
  const given = { REDIS_URL: redisUrl, ADMIN_PORT: '0', ...env };
  const { config, secrets } = loadEnv(ConsoleEnv, given, () => '', crossCheck);
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const log = createLogger({ LOG_LEVEL: 'debug', LOG_FORMAT: 'json', service: 'console', secrets, stream });
  const started = await startConsole(config, { log, metrics: createMetrics('console') });
  return { ...started, logged: () => lines.join('') };
}

/** Puts an event into the queue as the receiver does, unless it is there already. */
export async function addEvent(port: number, eventId: string, fields: Record<string, unknown> = {}): Promise<void> {
  const event = { df_event_id: eventId, df_status: 'critical', df_title: 'Disk full', date: 1693034940, ...fields };
  const queue = new Queue(QUEUE_NAME, { connection: { port }, prefix: keysFor('guance-jira').bullPrefix });
  const data = { v: 1, eventId, event, receivedAt: Date.now() };
  await queue.add(String(event.df_title), data, jobOptions({ eventId, event }));
  await queue.close();
}
