import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keysFor } from '@guance-jira/queue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SHORT_TIMEOUTS, type Stack, type StackOptions, sampleEvent, startStack } from './harness/index.ts';
import { type Robot, startRobot } from './notify/robot.ts';
import { startProxy } from './transport/proxy.ts';

const RULES = `routes:
  - name: all
    project: OPS
    issueType: 故障
    group: event
`;

let robot: Robot;
let stack: Stack;
const opened: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  robot = await startRobot();
});
afterEach(async () => {
  await stack?.close();
  await robot.close();
  for (const each of opened.splice(0)) await each.close();
});

/** Outages are told after a second, and their end a fifth of that later. */
async function start(options: StackOptions = {}): Promise<void> {
  const notify = { NOTIFY_URL: robot.url, NOTIFY_AFTER: '1s' };
  stack = await startStack({
    ...options,
    started: false,
    receiverEnv: { ...notify, ...options.receiverEnv },
    workerEnv: { ...notify, ...SHORT_TIMEOUTS, ...options.workerEnv },
  });
  if (options.started === false) return;
  // Workers first: a receiver that sees none for so long as here tells of it.
  await Promise.all(stack.workers.map((worker) => worker.start()));
  await Promise.all(stack.receivers.map((receiver) => receiver.start()));
}

const settings = (patch: unknown) => stack.jira.control('PUT', '/settings', patch);
const says = (condition: string, expected: string[]) =>
  stack.waitFor(`${condition}: ${expected}`, () => robot.about(condition).join() === expected.join(), 90_000);
/** Until every worker has looked at least twice more, so that a second message would have come. */
async function looksPass(): Promise<void> {
  const beats = async () => Number(await stack.redis.call('HGET', `{${stack.prefix}}:ledger`, 'beat'));
  const from = await beats();
  await stack.waitFor('more looks', async () => (await beats()) >= from + 2 * stack.workers.length);
}
async function outcome(id: string, wanted: string): Promise<void> {
  await stack.waitFor(`${id} ${wanted}`, () =>
    stack.workers
      .flatMap((worker) => worker.log.named('event handled'))
      .find(({ eventId, outcome: found }) => eventId === id && found === wanted),
  );
}

describe('two workers and a Jira that is ill', () => {
  it('tell once that it is unavailable, and once that it is back', async () => {
    await start({ workers: 2 });
    await settings({ refuse: true });
    const event = sampleEvent();
    await stack.send(event);
    await says('jira_unavailable', ['ill']);
    await looksPass();
    expect(robot.messages).toHaveLength(1);

    await settings({ refuse: false });
    await says('jira_unavailable', ['ill', 'well']);
    await outcome(event.df_event_id, 'created');

    expect(robot.messages).toMatchObject([
      { state: 'ill', title: '[guance-jira] PROBLEM: Jira is unavailable', details: { jira: stack.jira.url } },
      { state: 'well', title: '[guance-jira] RESOLVED: Jira is back' },
    ]);
    expect(String(robot.messages[0]?.from)).toMatch(/^worker @ \S+ \(e2e-\w+\)$/);
  });

  it('tell at once that it refuses the log-in, in the language that is set', async () => {
    await start({ workers: 2, workerEnv: { NOTIFY_LANGUAGE: 'zh' } });
    await settings({ accounts: { bot: { password: 'changed-by-an-admin' } } });
    await stack.send(sampleEvent());
    await says('jira_login', ['ill']);
    await looksPass();

    expect(robot.messages).toHaveLength(1);
    expect(robot.messages[0]?.title).toBe('[guance-jira] 故障：Jira 拒绝登录');
    await settings({ accounts: { bot: { password: 'sandbox-password' } } });
  });

  it('notice without any event that it is back', async () => {
    await start({ started: false });
    await settings({ refuse: true });
    await Promise.all([stack.receiver.start(), stack.worker.start()]);
    await says('jira_unavailable', ['ill']);

    await settings({ refuse: false });

    await says('jira_unavailable', ['ill', 'well']);
  });
});

it('a pause of a person is told when it lasts, and that it is over', async () => {
  await start({ workers: 2 });
  const pause = keysFor(stack.prefix).pause(stack.jira.url);
  const by = ['manualBy', '李娜', 'manualReason', 'upgrade of Jira'];
  await stack.redis.call('HSET', pause, 'manualUntil', Date.now() + 3_600_000, ...by);
  await says('paused', ['ill']);
  expect(robot.messages[0]?.title).toBe('[guance-jira] PROBLEM: Requests to Jira are paused by a person');
  expect(robot.messages[0]?.text).toMatch(/Paused by: 李娜[\s\S]*Reason: upgrade of Jira/);

  await stack.redis.call('HDEL', pause, 'manualUntil');

  await says('paused', ['ill', 'well']);
});

it('the pause button of the dashboard is told when it stays pressed', async () => {
  await start();
  await stack.console.start();
  const press = (button: string) =>
    fetch(`${stack.adminUrl}/dashboard/api/queues/events/${button}`, { method: 'PUT' }).then(({ ok }) => ok);
  expect(await press('pause')).toBe(true);
  await says('paused', ['ill']);

  expect(await press('resume')).toBe(true);

  await says('paused', ['ill', 'well']);
});

it('a rest that Jira has asked for by 429 is told when it lasts', async () => {
  await start();
  await stack.jira.control('POST', '/faults', {
    path: 'create',
    action: { respond: { status: 429, headers: { 'Retry-After': '5' } } },
  });
  const event = sampleEvent();
  await stack.send(event);

  await says('jira_throttled', ['ill', 'well']);
  await outcome(event.df_event_id, 'created');
});

it('events that fail are told with the words of Jira, and that none is left', async () => {
  await start();
  await settings({ projects: { OPS: null } });
  const events = [sampleEvent(), sampleEvent()];
  await stack.send(events);
  await says('failed_events', ['ill']);
  expect(robot.messages[0]?.text).toContain('Latest reasons: Jira create: answered 400: project: project is required');

  for (const { df_event_id } of events) await outcome(df_event_id, 'failed');
  await stack.console.start();
  await settings({ projects: { OPS: { name: '运维' } } });
  for (const { df_event_id } of events) {
    const url = `${stack.adminUrl}/dashboard/api/queues/events/ev_${df_event_id}/retry`;
    expect((await fetch(url, { method: 'PUT' })).status).toBe(204);
  }

  await says('failed_events', ['ill', 'well']);
});

it('a receiver tells without Redis that events wait on its disk, and that they are sent on', async () => {
  await start();
  await stack.redis.kill();
  const event = sampleEvent();
  expect((await stack.send(event)).status).toBe(202);
  await says('spooling', ['ill']);
  expect(robot.messages.at(-1)?.text).toContain('Events that wait on disk: 1');

  await stack.redis.start();

  await says('spooling', ['ill', 'well']);
  await outcome(event.df_event_id, 'created');
});

it('two receivers tell once that no worker is left, and that there is one again', async () => {
  await start({ receivers: 2 });
  await stack.worker.kill();
  await stack.send(sampleEvent());
  // A worker may be silent for half a minute.
  await says('no_worker', ['ill']);
  expect(robot.messages.at(-1)?.text).toContain('Events that wait: 1');

  await stack.worker.start();

  await says('no_worker', ['ill', 'well']);
});

it('a rules file that is spoiled is told of with its place, and that it is right again', async () => {
  await start({ started: false, workers: 2 });
  const file = join(stack.dir, 'rules.yaml');
  await writeFile(file, RULES);
  for (const worker of stack.workers) worker.env.RULES_FILE = file;
  await Promise.all(stack.workers.map((worker) => worker.start()));
  await stack.receiver.start();

  await writeFile(file, RULES.replace('project: OPS', 'projekt: OPS'));
  await says('rules_invalid', ['ill']);
  await writeFile(file, RULES);

  await says('rules_invalid', ['ill', 'well']);
  expect(robot.messages[0]?.text).toMatch(/rules\.yaml:\d+:\d+.*projekt/);
});

it('a token is told of that expires soon', async () => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await start({ workerEnv: { JIRA_TOKEN_EXPIRES: tomorrow } });

  await says('token_expires', ['ill']);
  expect(robot.messages[0]).toMatchObject({ details: { date: tomorrow, days: 1 } });
});

it('a chat that refuses holds up no event, and hears of it later', async () => {
  await start();
  robot.refuse(500);
  await settings({ projects: { OPS: null } });
  const [failing, other] = [sampleEvent(), sampleEvent()];
  await stack.send(failing);
  await outcome(failing.df_event_id, 'failed');
  const line = await stack.waitFor('the warning', () => stack.worker.log.named('notification not sent')[0]);
  await settings({ projects: { OPS: { name: '运维' } } });
  await stack.send(other);
  await outcome(other.df_event_id, 'created');

  robot.refuse(null);

  await says('failed_events', ['ill']);
  expect(line).toMatchObject({ condition: 'failed_events', error: expect.stringContaining('answered 500') });
  expect(stack.worker.log.text).not.toContain('robot-token');
  const metrics = await (await fetch(`http://127.0.0.1:${stack.worker.env.WORKER_PORT}/metrics`)).text();
  expect(metrics).toMatch(/guance_jira_notifications_total\{result="sent"\} 1/);
});

it('messages go by the proxy of the environment', async () => {
  const proxy = await startProxy({ host: '127.0.0.1', port: robot.port });
  opened.push(proxy);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await start({
    workerEnv: {
      JIRA_TOKEN_EXPIRES: tomorrow,
      NOTIFY_URL: 'http://nowhere.example:1/robot?access_token=robot-token',
      HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
      NO_PROXY: '127.0.0.1',
    },
  });

  await says('token_expires', ['ill']);
  expect(proxy.asked.map(({ where }) => where)).toEqual([expect.stringContaining('nowhere.example:1')]);
});
