import type { Memory } from '@guance-jira/ledger';
import { keepWarnings, openEntry } from '@guance-jira/ledger';
import { readAlert } from '@guance-jira/mapping';
import { EventJob, type EventOutcome, jobOptions, type Keys, keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { Queue, UnrecoverableError, Worker } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cliIn } from './testing/cli.ts';

const SITE = 'http://127.0.0.1:1';
const ISSUE = { id: '10001', key: 'OPS-1' };

describe.skipIf(SKIPPED)(`find, pause, resume and replay${SKIPPED}`, () => {
  let redis: TestRedis;
  let prefix: string;
  let keys: Keys;
  let queue: Queue;
  let count = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    count += 1;
    prefix = `cli-${count}`;
    keys = keysFor(prefix);
    queue = new Queue(QUEUE_NAME, { connection: redis.client, prefix: keys.bullPrefix });
    await redis.client.hset(keys.ledger, { epoch: 5, beat: 1 });
  });
  afterEach(() => queue.close());

  const cli = (...argv: string[]) =>
    cliIn({ env: { JIRA_URL: SITE, REDIS_URL: `redis://127.0.0.1:${redis.port}`, REDIS_PREFIX: prefix } })(...argv);
  const entry = (eventId: string, key = keys.event(eventId)) =>
    openEntry(
      redis.client,
      key,
      { route: 'database', eventId },
      { keys, memory: KNOWING, site: SITE, ledgerDays: 30, waitReplicas: 0 },
    );
  /** An issue as the worker makes it: claimed, sent, confirmed, settled. */
  const opened = async (eventId: string, key = keys.event(eventId)) => {
    const record = entry(eventId, key);
    await record.claim();
    await record.markSent();
    await record.confirm(ISSUE);
    await entry(eventId).settle({ outcome: 'created', route: 'database', reason: null, issue: ISSUE });
  };
  const add = (eventId: string, more: Record<string, unknown> = {}) => {
    const data: EventJob = EventJob.parse({ v: 1, eventId, event: { df_title: 'disk full' }, receivedAt: Date.now() });
    return queue.add('disk full', data, { ...jobOptions(data), ...more });
  };
  /** Lets a worker end each job as `end` says. */
  const work = async (events: number, end: (eventId: string) => EventOutcome | Error) => {
    let done = 0;
    const worker = new Worker(
      QUEUE_NAME,
      async (job) => {
        const result = end(EventJob.parse(job.data).eventId);
        if (result instanceof Error) throw result;
        return result;
      },
      { connection: redis.connect(), prefix: keys.bullPrefix },
    );
    await new Promise<void>((resolve) => {
      const ended = () => {
        done += 1;
        if (done === events) resolve();
      };
      worker.on('completed', ended).on('failed', ended);
    });
    await worker.close();
  };

  describe('find', () => {
    it('tells outcome, route, issue and times from the ledger, long after the job is gone', async () => {
      await opened('event-1');

      const { code, out } = await cli('find', 'event-1');

      expect(code).toBe(0);
      expect(out).toMatch(/^event-1 +✔ created/);
      expect(out).toMatch(/issue +OPS-1 +http:\/\/127\.0\.0\.1:1\/browse\/OPS-1/);
      expect(out).toMatch(/route +database/);
      expect(out).toMatch(/ended +\d{4}-.* ago/);
      expect(out).toMatch(/sent to Jira +once/);
    });

    it.each(['OPS-1', 'ops-1', 'http://127.0.0.1:1/browse/OPS-1'])(
      'finds the event by its issue: %s',
      async (asked) => {
        await opened('event-1');

        expect((await cli('find', asked)).out).toMatch(/^event-1 +✔ created/);
      },
    );

    it('finds a fault by its id, by its key and by its issue, with the event that opened it', async () => {
      await opened('event-1', keys.fault('fault%201'));

      expect((await cli('find', 'fault 1')).out).toMatch(
        /fault fault%201 +✔ its issue exists[\s\S]*opened by +event-1/,
      );
      expect((await cli('find', 'fault%201')).out).toMatch(/opened by +event-1/);
      expect((await cli('find', 'OPS-1')).out).toMatch(/^event-1 +✔ created[\s\S]*fault +✔ its issue exists/);
    });

    it('shows of an issue that a later fault of the object has reopened where that one stands', async () => {
      const event = { df_title: 'disk full', df_monitor_checker_event_ref: 'ref-1', df_workspace_uuid: 'wksp_1' };
      const data = EventJob.parse({ v: 1, eventId: 'event-1', event, receivedAt: 1 });
      await opened('event-1', keys.fault('fault-1'));
      await queue.add('disk full', data, jobOptions(data));
      const applied = { at: 2, receivedAt: 2, eventId: 'event-2' };
      const later = {
        faultKey: 'fault-2',
        route: 'database',
        openedAt: 2,
        level: 'critical',
        peak: 3,
        priorityRank: 3,
      };
      const stands = (id: string) =>
        redis.client.hset(keys.object(readAlert(event, { eventId: 'event-1', receivedAt: 1 }).objectKey), {
          state: JSON.stringify({ ...later, applied, issue: { ...ISSUE, id } }),
        });

      await stands(ISSUE.id);
      expect((await cli('find', 'OPS-1')).out).toMatch(/fault fault-2 [\s\S]*level +critical/);
      await stands('10002');
      expect((await cli('find', 'OPS-1')).out).not.toContain('fault-2');
    });

    it('shows the events of all workspaces that have the id, each with its own end', async () => {
      const other = 'ev_event-1.0123456789abcdef';
      await opened('event-1');
      await redis.client.hset(keys.event('event-1'), 'ws', 'wksp_1');
      await redis.client.sadd(keys.namesakes('event-1'), other);
      await redis.client.hset(keys.record(other), { ws: 'wksp_2', outcome: 'ignored', reason: 'unmatched' });

      const { code, out } = await cli('find', 'event-1');

      expect(code).toBe(0);
      expect(out).toMatch(
        /event-1 +✔ created[\s\S]*workspace +wksp_1[\s\S]*event-1 +✔ ignored[\s\S]*workspace +wksp_2/,
      );
    });

    it('says which issue stands when asked for its duplicate', async () => {
      await opened('event-1');
      await entry('event-1').confirm({ id: '10002', key: 'OPS-2' });

      expect((await cli('find', 'OPS-2')).out).toContain(
        'OPS-2 is not the issue that stands for this alert; OPS-1 is.',
      );
    });

    it('says what an event waits for, until when, and that Jira rests', async () => {
      await add('event-1', { delay: 3_600_000 });
      const job = await queue.getJob('ev_event-1');
      await job?.updateProgress({ waitingFor: 'behind ev_event-0 of the same object' });
      await cli('pause', '--until', '2h', '--reason', 'upgrade of Jira');

      const { code, out } = await cli('find', 'event-1');

      expect(code).toBe(0);
      expect(out).toMatch(/^event-1 +· waits/);
      expect(out).toMatch(/waits for +behind ev_event-0 of the same object; next check \d{4}-/);
      expect(out).toMatch(/Jira paused +paused by tester until .*: upgrade of Jira/);
    });

    it('shows what else the outcome warns of, to programs as a list', async () => {
      await opened('event-1');
      await keepWarnings(redis.client, keys.event('event-1'), ['assignee: Jira refuses it here', 'watchers: 404']);

      const { out } = await cli('find', 'event-1');
      expect(out).toMatch(/^event-1 +✔ created[\s\S]*\n {2}! assignee: Jira refuses it here\n {2}! watchers: 404\n/);

      const { event } = JSON.parse((await cli('find', 'event-1', '--json')).out);
      expect(event.record.warnings).toEqual(['assignee: Jira refuses it here', 'watchers: 404']);
    });

    it('tells of a failed one why, and how to try it again', async () => {
      await add('event-1');
      await entry('event-1').settle({ outcome: 'failed', route: 'database', reason: 'Jira create: answered 400' });
      await work(1, () => new UnrecoverableError('Jira create: answered 400'));

      const { out } = await cli('find', 'event-1');

      expect(out).toMatch(/^event-1 +✘ failed/);
      expect(out).toMatch(/reason +Jira create: answered 400/);
      expect(out).toContain('npm run cli -- replay --event event-1 --yes');
    });

    it('says of a failed one whose job is gone that it cannot be tried again, and what can be done', async () => {
      await entry('event-1').settle({ outcome: 'failed', route: 'database', reason: 'Jira create: answered 400' });

      const { out } = await cli('find', 'event-1');

      expect(out).toMatch(/^event-1 +✘ failed/);
      expect(out).toContain('its job is gone');
      expect(out).toContain('Deliver the same alert again');
      expect(out).not.toContain('replay');
    });

    it('knows nothing of what never came, and says where to look: exit code 1', async () => {
      const { code, out } = await cli('find', 'event-0');

      expect(code).toBe(1);
      expect(out).toContain('Nothing is known about event-0.');
      expect(out).toContain('告警通知');
    });
  });

  describe('pause and resume', () => {
    it('rest requests until the time, by the clock of Redis, with name and reason', async () => {
      const { code, out } = await cli('pause', '--until', '90m', '--reason', 'upgrade');

      expect(code).toBe(0);
      expect(out).toContain('for 1 h 30 min');
      const [s] = await redis.client.time();
      const pause = await redis.client.hgetall(keys.pause(SITE));
      expect(Number(pause.manualUntil) / 1000 - Number(s)).toBeGreaterThan(5390);
      expect(pause).toMatchObject({ manualBy: 'tester', manualReason: 'upgrade' });
    });

    it('say where the replicas do not confirm them, since a failover may then take them back', async () => {
      const wanting = cliIn({
        env: {
          ...{ JIRA_URL: SITE, REDIS_URL: `redis://127.0.0.1:${redis.port}`, REDIS_PREFIX: prefix },
          REDIS_WAIT_REPLICAS: '1',
        },
      });
      for (const command of [['pause', '--until', '2h'], ['resume']]) {
        expect(await wanting(...command)).toMatchObject({
          code: 0,
          out: expect.stringContaining('REDIS_WAIT_REPLICAS'),
        });
        expect((await wanting(...command, '--json')).json()).toMatchObject({ replicated: false });
        expect((await cli(...command, '--json')).json()).toMatchObject({ replicated: true });
      }
    });

    it.each(['2020-01-01', '2099-01-01'])('refuse %s', async (until) => {
      expect((await cli('pause', '--until', until)).code).toBe(2);
      expect(await redis.client.exists(keys.pause(SITE))).toBe(0);
    });

    it('end the pause and that of the button, and have a refused login tried at once', async () => {
      await cli('pause', '--until', '2h');
      await queue.pause();
      await redis.client.hset(keys.pause(SITE), {
        reason: 'unauthorized',
        until: Date.now() + 3_600_000,
        failures: 4,
        login: 'x',
      });

      const { out } = await cli('resume');

      expect(out).toContain('Ended the pause by tester');
      expect(out).toContain("Ended the pause set by the dashboard's button.");
      expect(out).toContain('Jira refuses the login: one worker tries again at once.');
      expect(await queue.isPaused()).toBe(false);
      expect(await redis.client.hgetall(keys.pause(SITE))).toEqual({
        reason: 'unauthorized',
        until: '0',
        failures: '4',
        login: 'x',
      });
    });

    it('name a 403 for everything as what it is', async () => {
      const until = Date.now() + 60_000;
      await redis.client.hset(keys.pause(SITE), { reason: 'unauthorized', why: 'forbidden', until, failures: 1 });

      expect((await cli('resume')).out).toContain('everything is forbidden (403): one worker tries again at once');
    });

    it('leave a rest that Jira has asked for', async () => {
      const until = String(Date.now() + 60_000);
      await redis.client.hset(keys.pause(SITE), { reason: 'throttled', until, failures: 1 });

      expect((await cli('resume')).out).toContain('(429)');
      expect(await redis.client.hget(keys.pause(SITE), 'until')).toBe(until);
    });

    it('say that there was none', async () => {
      expect((await cli('resume')).out).toContain('There was no pause.');
    });
  });

  describe('replay', () => {
    beforeEach(async () => {
      for (const id of ['event-1', 'event-2', 'event-3']) await add(id);
      await redis.client.hset(keys.event('event-1'), 'route', 'database');
      await redis.client.hset(keys.event('event-2'), 'route', 'web');
      const reasons = new Map([
        ['event-1', 'Jira create: answered 400: project: project is required'],
        ['event-2', 'Jira create: answered 400: project: project is required'],
        ['event-3', 'parse: job_unreadable'],
      ]);
      await work(3, (id) => new UnrecoverableError(reasons.get(id) ?? ''));
    });
    const failed = async () => (await queue.getFailed()).map((job) => job.id).sort();

    it.each<[string[], string[]]>([
      [['--all'], ['event-1', 'event-2', 'event-3']],
      [['--route', 'web'], ['event-2']],
      [
        ['--reason', 'PROJECT is required'],
        ['event-1', 'event-2'],
      ],
      [
        ['--event', 'event-1', '--event', 'ev_event-3'],
        ['event-1', 'event-3'],
      ],
      [
        ['--since', '1h'],
        ['event-1', 'event-2', 'event-3'],
      ],
      [['--until', '1h'], []],
      [['--route', 'web', '--reason', 'parse'], []],
    ])('%j chooses %j, and without --yes does nothing', async (options, expected) => {
      const { code, json } = await cli('replay', ...options, '--json');

      expect(code).toBe(0);
      const { chosen } = json() as { chosen: { eventId: string }[] };
      expect(chosen.map(({ eventId }) => eventId).sort()).toEqual(expected);
      expect(await failed()).toHaveLength(3);
    });

    it('shows what it would do by route and reason', async () => {
      const { out } = await cli('replay', '--all');

      expect(out).toMatch(/1 +route database +Jira create: answered 400/);
      expect(out).toMatch(/1 +\(no route\) +parse: job_unreadable/);
      expect(out).toContain('3 events would be retried');
    });

    it('does it with --yes, with new attempts, and find tells who', async () => {
      const { code, out } = await cli('replay', '--route', 'database', '--yes', '--by', '李娜');

      expect(code).toBe(0);
      expect(out).toContain('1 event put back into the queue, by 李娜.');
      expect(await failed()).toEqual(['ev_event-2', 'ev_event-3']);
      const job = await queue.getJob('ev_event-1');
      expect([await job?.getState(), job?.attemptsMade]).toEqual(['prioritized', 0]);
      expect((await cli('find', 'event-1')).out).toMatch(/retried by +李娜, \d{4}-/);
      expect(await redis.client.ttl(keys.event('event-1')), 'a record that was there expires as before').toBe(-1);
    });

    it('writes down who retried an event that never had a record, and lets that expire', async () => {
      await cli('replay', '--event', 'event-3', '--yes');

      expect((await cli('find', 'event-3')).out).toMatch(/retried by +tester/);
      expect(await redis.client.ttl(keys.event('event-3'))).toBeGreaterThan(29 * 86_400);
    });

    it('says of one that is named and whose job is gone why it cannot be tried again: exit code 1', async () => {
      await entry('event-4').settle({ outcome: 'failed', route: 'database', reason: 'Jira create: answered 400' });

      const alone = await cli('replay', '--event', 'ev_event-4', '--yes');
      expect([alone.code, alone.out]).toEqual([1, expect.stringMatching(/event-4: its job is gone/)]);
      const among = await cli('replay', '--event', 'event-4', '--event', 'event-1', '--yes');
      expect([among.code, among.out]).toEqual([1, expect.stringMatching(/event-4: its job is gone[\s\S]*1 event put/)]);
      expect(await failed()).toEqual(['ev_event-2', 'ev_event-3']);
      expect((await cli('replay', '--event', 'event-0', '--yes')).out.trim()).toBe('No failed event matches.');
    });

    it('draws a bar on a terminal, beside the answer', async () => {
      const env = { JIRA_URL: SITE, REDIS_URL: `redis://127.0.0.1:${redis.port}`, REDIS_PREFIX: prefix };
      const { out, err } = await cliIn({ env, io: { progress: true } })('replay', '--all', '--yes');

      expect(err).toContain('\r[##############################] 3/3');
      expect(out).not.toContain('\r');
    });
  });
});

const KNOWING: Memory = {
  current: async () => ({ epoch: 5, beat: 1 }),
  refresh: async () => {},
  beatSeen: () => {},
  issueSeen: () => {},
  mustAsk: async () => false,
  mayHaveForgotten: async () => false,
  now: Date.now,
  sinceEpochMs: async () => Infinity,
  emptyLookCountsInMs: async () => 0,
  close: () => {},
};
