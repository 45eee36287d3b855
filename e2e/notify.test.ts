import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keysFor } from '@guance-jira/queue';
import { describe, expect, it, type TestContext } from 'vitest';
import { SHORT_TIMEOUTS, type Stack, type StackOptions, sampleEvent, startStack } from './harness/index.ts';
import { type Robot, startRobot } from './notify/robot.ts';
import { startProxy } from './transport/proxy.ts';

const RULES = `routes:
  - name: all
    project: OPS
    issueType: 故障
    group: event
`;

/** `events: false`: none is sent, so no receiver is started. */
type Options = StackOptions & { readonly events?: boolean };

/**
 * Each test has a stack and a chat of its own, as they mostly wait and so run side by side.
 * Outages are told after a second, and their end a fifth of that later.
 */
async function start({ onTestFinished }: TestContext, options: Options = {}, chat?: Robot) {
  const robot = chat ?? (await startRobot());
  const notify = { NOTIFY_URL: robot.url, NOTIFY_AFTER: '1s' };
  const stack = await startStack({
    ...options,
    started: false,
    receiverEnv: { ...notify, ...options.receiverEnv },
    workerEnv: { ...notify, ...SHORT_TIMEOUTS, ...options.workerEnv },
  });
  onTestFinished(async () => {
    await stack.close();
    await robot.close();
  });
  if (options.started !== false) {
    // Workers first: a receiver that sees none for so long as here tells of it.
    await Promise.all(stack.workers.map((worker) => worker.start()));
    if (options.events !== false) await Promise.all(stack.receivers.map((receiver) => receiver.start()));
  }
  return { stack, robot, ...stepsOf(stack, robot) };
}

function stepsOf(stack: Stack, robot: Robot) {
  return {
    settings: (patch: unknown) => stack.jira.control('PUT', '/settings', patch),
    says: (condition: string, expected: string[]) =>
      stack.waitFor(`${condition}: ${expected}`, () => robot.about(condition).join() === expected.join(), 90_000),
    /** Until every worker has looked at least twice more, so that a second message would have come. */
    async looksPass(): Promise<void> {
      const beats = async () => Number(await stack.redis.call('HGET', `{${stack.prefix}}:ledger`, 'beat'));
      const from = await beats();
      await stack.waitFor('more looks', async () => (await beats()) >= from + 2 * stack.workers.length);
    },
    async outcome(id: string, wanted: string): Promise<void> {
      await stack.waitFor(`${id} ${wanted}`, () =>
        stack.workers
          .flatMap((worker) => worker.log.named('event handled'))
          .find(({ eventId, outcome: found }) => eventId === id && found === wanted),
      );
    },
  };
}

describe.concurrent('two workers and a Jira that is ill', () => {
  it('tell once that it is unavailable, and once that it is back', async (test) => {
    const lab = await start(test, { workers: 2 });
    await lab.settings({ refuse: true });
    const event = sampleEvent();
    await lab.stack.send(event);
    await lab.says('jira_unavailable', ['ill']);
    await lab.looksPass();
    expect(lab.robot.messages).toHaveLength(1);

    await lab.settings({ refuse: false });
    await lab.says('jira_unavailable', ['ill', 'well']);
    await lab.outcome(event.df_event_id, 'created');

    expect(lab.robot.messages).toMatchObject([
      { state: 'ill', title: '[guance-jira] PROBLEM: Jira is unavailable', details: { jira: lab.stack.jira.url } },
      { state: 'well', title: '[guance-jira] RESOLVED: Jira is back' },
    ]);
    expect(String(lab.robot.messages[0]?.from)).toMatch(/^worker @ \S+ \(e2e-\w+\)$/);
  });

  it('tell at once that it refuses the login, in the language that is set', async (test) => {
    const lab = await start(test, { workers: 2, workerEnv: { NOTIFY_LANGUAGE: 'zh' } });
    await lab.settings({ accounts: { bot: { password: 'changed-by-an-admin' } } });
    await lab.stack.send(sampleEvent());
    await lab.says('jira_login', ['ill']);
    await lab.looksPass();

    expect(lab.robot.messages).toHaveLength(1);
    expect(lab.robot.messages[0]?.title).toBe('[guance-jira] 故障：Jira 拒绝登录');
    await lab.settings({ accounts: { bot: { password: 'sandbox-password' } } });
  });

  it('notice without any event that it is back', async (test) => {
    const lab = await start(test, { started: false });
    await lab.settings({ refuse: true });
    await lab.stack.worker.start();
    await lab.stack.receiver.start();
    await lab.says('jira_unavailable', ['ill']);

    await lab.settings({ refuse: false });

    await lab.says('jira_unavailable', ['ill', 'well']);
    expect(lab.robot.about('no_worker'), 'a worker that reaches no Jira is there all the same').toEqual([]);
  });
});

it.concurrent('a pause of a person, or by the button of the dashboard, is told when it lasts, and that it is over', async (test) => {
  const lab = await start(test, { workers: 2, events: false });
  const pause = keysFor(lab.stack.prefix).pause(lab.stack.jira.url);
  const by = ['manualBy', '李娜', 'manualReason', 'upgrade of Jira'];
  await lab.stack.redis.call('HSET', pause, 'manualUntil', Date.now() + 3_600_000, ...by);
  await lab.says('paused', ['ill']);
  expect(lab.robot.messages[0]?.title).toBe('[guance-jira] PROBLEM: Requests to Jira are paused by a person');
  expect(lab.robot.messages[0]?.text).toMatch(/Paused by: 李娜[\s\S]*Reason: upgrade of Jira/);

  await lab.stack.redis.call('HDEL', pause, 'manualUntil');

  await lab.says('paused', ['ill', 'well']);

  await lab.stack.console.start();
  const press = (button: string) =>
    fetch(`${lab.stack.adminUrl}/dashboard/api/queues/events/${button}`, { method: 'PUT' }).then(({ ok }) => ok);
  expect(await press('pause')).toBe(true);
  await lab.says('paused', ['ill', 'well', 'ill']);

  expect(await press('resume')).toBe(true);

  await lab.says('paused', ['ill', 'well', 'ill', 'well']);
});

it.concurrent('a rest that Jira has asked for by 429 is told when it lasts, and events that fail with the words of Jira, until none is left', async (test) => {
  const lab = await start(test);
  await lab.stack.jira.control('POST', '/faults', {
    path: 'create',
    action: { respond: { status: 429, headers: { 'Retry-After': '5' } } },
  });
  const event = sampleEvent();
  await lab.stack.send(event);

  await lab.says('jira_throttled', ['ill', 'well']);
  await lab.outcome(event.df_event_id, 'created');

  await lab.settings({ projects: { OPS: null } });
  const events = [sampleEvent(), sampleEvent()];
  await lab.stack.send(events);
  await lab.says('failed_events', ['ill']);
  expect(lab.robot.messages[2]?.text).toContain(
    'Latest reasons: Jira create: answered 400: project: project is required',
  );

  for (const { df_event_id } of events) await lab.outcome(df_event_id, 'failed');
  await lab.stack.console.start();
  await lab.settings({ projects: { OPS: { name: '运维' } } });
  for (const { df_event_id } of events) {
    const url = `${lab.stack.adminUrl}/dashboard/api/queues/events/ev_${df_event_id}/retry`;
    expect((await fetch(url, { method: 'PUT' })).status).toBe(204);
  }

  await lab.says('failed_events', ['ill', 'well']);
});

it.concurrent('a receiver tells without Redis that events wait on its disk, and two tell once that no worker is left', async (test) => {
  const lab = await start(test, { receivers: 2, started: false });
  // Each tells of its own disk, so the other starts later.
  await lab.stack.worker.start();
  await lab.stack.receiver.start();
  await lab.stack.redis.kill();
  const event = sampleEvent();
  expect((await lab.stack.send(event)).status).toBe(202);
  await lab.says('spooling', ['ill']);
  expect(lab.robot.messages.at(-1)?.text).toContain('Events waiting on disk: 1');

  await lab.stack.redis.start();

  await lab.says('spooling', ['ill', 'well']);
  await lab.outcome(event.df_event_id, 'created');

  await lab.stack.receivers[1]?.start();
  await lab.stack.worker.kill();
  await lab.stack.send(sampleEvent());
  // A worker may be silent for half a minute.
  await lab.says('no_worker', ['ill']);
  expect(lab.robot.messages.at(-1)?.text).toContain('Waiting events: 1');

  await lab.stack.worker.start();

  await lab.says('no_worker', ['ill', 'well']);
});

it.concurrent('a rules file that is spoiled is told of with its place, and that it is right again', async (test) => {
  const lab = await start(test, { started: false, workers: 2 });
  const file = join(lab.stack.dir, 'rules.yaml');
  await writeFile(file, RULES);
  for (const worker of lab.stack.workers) worker.env.RULES_FILE = file;
  await Promise.all(lab.stack.workers.map((worker) => worker.start()));

  await writeFile(file, RULES.replace('project: OPS', 'projekt: OPS'));
  await lab.says('rules_invalid', ['ill']);
  await writeFile(file, RULES);

  await lab.says('rules_invalid', ['ill', 'well']);
  expect(lab.robot.messages[0]?.text).toMatch(/rules\.yaml:\d+:\d+.*projekt/);
});

it.concurrent('a chat that refuses holds up no event, and hears of it later', async (test) => {
  const lab = await start(test);
  lab.robot.refuse(500);
  await lab.settings({ projects: { OPS: null } });
  const [failing, other] = [sampleEvent(), sampleEvent()];
  await lab.stack.send(failing);
  await lab.outcome(failing.df_event_id, 'failed');
  const line = await lab.stack.waitFor('the warning', () => lab.stack.worker.log.named('notification not sent')[0]);
  await lab.settings({ projects: { OPS: { name: '运维' } } });
  await lab.stack.send(other);
  await lab.outcome(other.df_event_id, 'created');

  lab.robot.refuse(null);

  await lab.says('failed_events', ['ill']);
  expect(line).toMatchObject({ condition: 'failed_events', error: expect.stringContaining('answered 500') });
  expect(lab.stack.worker.log.text).not.toContain('robot-token');
  const metrics = await (await fetch(`http://127.0.0.1:${lab.stack.worker.env.WORKER_PORT}/metrics`)).text();
  expect(metrics).toMatch(/guance_jira_notifications_total\{result="sent"\} 1/);
});

it.concurrent('a token is told of that expires soon, by the proxy of the environment', async (test) => {
  const robot = await startRobot();
  const proxy = await startProxy({ host: '127.0.0.1', port: robot.port });
  test.onTestFinished(() => proxy.close());
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const lab = await start(
    test,
    {
      events: false,
      workerEnv: {
        JIRA_TOKEN_EXPIRES: tomorrow,
        NOTIFY_URL: 'http://nowhere.example:1/robot?access_token=robot-token',
        HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
        NO_PROXY: '127.0.0.1',
      },
    },
    robot,
  );

  await lab.says('token_expires', ['ill']);
  expect(lab.robot.messages[0]).toMatchObject({ details: { date: tomorrow, days: 1 } });
  expect(proxy.asked.map(({ where }) => where)).toEqual([expect.stringContaining('nowhere.example:1')]);
});
