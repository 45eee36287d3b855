/** The commands of docs/guide/upgrade.md that copy Redis and put the copy back, with the stack that they are meant for. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { keysFor } from '@guance-jira/queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectOneIssueEach,
  redisTools,
  repoRoot,
  SHORT_TIMEOUTS,
  type Stack,
  sampleEvent,
  startStack,
} from '../harness/index.ts';
import { readGuide } from './documents.ts';

const run = promisify(execFile);
const AN_HOUR = 3_600_000;
const { path, skipped } = await redisTools();

describe.skipIf(skipped !== '')(`a Redis that is put back from a copy${skipped}`, () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ workerEnv: SHORT_TIMEOUTS });
  });
  afterAll(() => stack?.close());
  const handled = () => stack.worker.log.named('event handled');
  const outcomeOf = (id: string) =>
    stack.waitFor(`the outcome of ${id}`, () => handled().find(({ eventId }) => eventId === id));

  it('costs neither an event that waited nor a second issue', async () => {
    const [before, waiting, after] = [sampleEvent(), sampleEvent(), sampleEvent()];
    await stack.send(before);
    await outcomeOf(before.df_event_id);
    await stack.jira.control('PUT', '/settings', { refuse: true });
    await stack.send(waiting);
    await stack.waitFor('the rest', () => stack.worker.log.named('jira cannot be reached')[0]);

    await type('What to back up');

    await stack.jira.control('PUT', '/settings', { refuse: false });
    await stack.send(after);
    await outcomeOf(waiting.df_event_id);
    await outcomeOf(after.df_event_id);
    await stack.receiver.stop();
    await stack.worker.stop();
    await stack.redis.stop();

    await type('Restore');

    await stack.redis.start();
    // As old as a copy is when it is needed, not some seconds.
    await stack.redis.call('HSET', keysFor(stack.prefix).ledger, 'beatAt', Date.now() - AN_HOUR);
    const until = handled().length;
    await Promise.all([stack.worker.start(), stack.receiver.start()]);
    await stack.send([before, waiting, after]);
    await stack.waitFor('the outcomes', () => handled().length >= until + 2);

    expect(stack.worker.log.named('ledger epoch renewed').at(-1)).toMatchObject({ reason: 'stale' });
    await expectOneIssueEach(
      stack,
      [before, waiting, after].map(({ df_event_id }) => df_event_id),
    );
  });

  async function type(heading: string): Promise<void> {
    const blocks = readGuide('docs/guide/upgrade.md').blocks.filter(
      (block) => block.heading === heading && block.language === 'sh',
    );
    expect(blocks).toHaveLength(1);
    const code = (blocks[0]?.code ?? '')
      .replaceAll('ops/redis/', `${repoRoot}/ops/redis/`)
      .replaceAll('redis://127.0.0.1:6379', stack.redis.url)
      .replaceAll('/var/backups', stack.dir)
      .replaceAll('/var/lib/redis', join(stack.dir, 'redis'));
    await run('/bin/sh', ['-euc', code], { cwd: stack.dir, env: { PATH: path } });
  }
});
