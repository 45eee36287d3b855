import type { EventJob, Producer } from '@guance-jira/queue';
import { createLogger } from '@guance-jira/service';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RedisGate } from '../redis/circuit-breaker.ts';
import { openSpool, type Spool } from '../spool/spool.ts';
import { temporaryDir } from '../testing/receiver.ts';
import { createDrain } from './drain.ts';

const log = createLogger({ LOG_LEVEL: 'error', service: 'test', secrets: [] });
const job = (eventId: string): EventJob => ({ v: 1, eventId, event: {}, receivedAt: 1 });

describe('the drain', () => {
  let dir: ReturnType<typeof temporaryDir>;
  let spool: Spool;
  let failures: unknown[];
  const gate = (): RedisGate => ({
    get isOpen() {
      return failures.length === 0;
    },
    reason: '',
    failed: (error) => failures.push(error),
    memory: { used: 0, max: 0 },
    sent: () => undefined,
    onOpen: () => undefined,
    firstLook: () => Promise.resolve(),
    close: () => undefined,
  });
  const drainWith = (confirm: Producer['confirm']) => createDrain({ producer: { confirm }, spool, gate: gate(), log });
  const left = () => spool.files().flatMap((file) => file.oldest().map((row) => row.job?.eventId));

  beforeEach(() => {
    failures = [];
    dir = temporaryDir();
    spool = openSpool({ dir: dir.path, maxEvents: 1000, maxBytes: 1024 * 1024 * 16, log });
  });
  afterEach(() => {
    spool.close();
    dir.remove();
  });

  it('sends the oldest first, in batches, until nothing is left', async () => {
    const ids = Array.from({ length: 600 }, (_, n) => `e${n}`);
    await spool.put(ids.map(job));
    const sent: string[][] = [];

    await drainWith(async (jobs) => {
      sent.push(jobs.map(({ eventId }) => eventId));
      return jobs.map(() => 'queued');
    }).run();

    expect(sent.map((batch) => batch.length)).toEqual([256, 256, 88]);
    expect(sent.flat()).toEqual(ids);
    expect(spool.count).toBe(0);
  });

  it('keeps everything when Redis does not answer', async () => {
    await spool.put([job('a'), job('b')]);

    await drainWith(() => Promise.reject(new Error('Command timed out'))).run();

    expect(left()).toEqual(['a', 'b']);
    expect(failures).toHaveLength(1);
  });

  it('takes no refusal that Redis makes of its own state for the fault of an event, also in the words of Redis 6', async () => {
    await spool.put([job('a'), job('b')]);
    const full =
      "ERR Error running script (call to f_32de): @user_script:28: @user_script: 28: -OOM command not allowed when used memory > 'maxmemory'.";

    await drainWith(() => Promise.reject(Object.assign(new Error(full), { name: 'ReplyError' }))).run();

    expect(left()).toEqual(['a', 'b']);
    expect(failures).toHaveLength(1);
  });

  it('lets one event that Redis refuses hold up no other', async () => {
    await spool.put([job('poison'), job('good'), job('better')]);
    const sent: string[] = [];

    await drainWith(async (jobs) => {
      if (jobs.some(({ eventId }) => eventId === 'poison'))
        throw Object.assign(new Error('ERR cannot do this'), { name: 'ReplyError' });
      sent.push(...jobs.map(({ eventId }) => eventId));
      return jobs.map(() => 'queued');
    }).run();

    expect(sent).toEqual(['good', 'better']);
    expect(left()).toEqual(['poison']);
    expect(failures).toEqual([]);
  });

  it('waits for its present batch when it is stopped, and begins no other', async () => {
    await spool.put(Array.from({ length: 300 }, (_, n) => job(`e${n}`)));
    const confirmed = Promise.withResolvers<void>();
    const drain = drainWith(async (jobs) => {
      await confirmed.promise;
      return jobs.map(() => 'queued');
    });
    const run = drain.run();
    const stopped = drain.stop();
    confirmed.resolve();
    await Promise.all([run, stopped]);

    expect(spool.count).toBe(44);
  });
});
