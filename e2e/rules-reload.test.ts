/** Rules that change under a running worker, a real process: good ones are taken, bad ones refused, and no event is lost. */
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import {
  expectOneIssueEach,
  type LogRecord,
  SHORT_TIMEOUTS,
  type Stack,
  sampleEvent,
  startStack,
} from './harness/index.ts';

/** One route, whose name tells which rules an event met. */
const rules = (route: string) =>
  `routes: [{ name: ${route}, project: OPS, issueType: 故障, group: event, labels: [${route}] }]\n`;
const bad = 'routes:\n  - name: broken\n    project: OPS\n    isueType: 故障\n    group: event\n';

/**
 * A stack of the test's own, as they mostly wait and so run side by side. Its worker is to read its rules from `path` in an empty
 * folder.
 */
async function prepare({ onTestFinished }: TestContext, path: string) {
  const stack = await startStack({ started: false });
  onTestFinished(() => stack.close());
  const folder = join(stack.dir, 'rules');
  await mkdir(folder);
  stack.worker.env.RULES_FILE = join(folder, path);
  return { stack, folder, ...stepsOf(stack) };
}

const start = ({ receiver, worker }: Stack) => Promise.all([receiver.start(), worker.start()]);

async function startWith(
  test: TestContext,
  files: Record<string, string>,
  path: string,
  workerEnv: Record<string, string> = {},
) {
  const lab = await prepare(test, path);
  Object.assign(lab.stack.worker.env, workerEnv);
  for (const [name, text] of Object.entries(files)) await writeFile(join(lab.folder, name), text);
  await start(lab.stack);
  return lab;
}

function stepsOf(stack: Stack) {
  const log = (message: string) => stack.worker.log.named(message);
  const outcomeOf = (id: string): Promise<LogRecord> =>
    stack.waitFor(`the outcome of ${id}`, () => log('event handled').find(({ eventId }) => eventId === id));
  return {
    log,
    outcomeOf,
    inForce: (route: string) =>
      stack.waitFor(`the rules with ${route}`, () =>
        log('rules reloaded').some(({ routes }) => JSON.stringify(routes) === JSON.stringify([route])),
      ),
    handled: async (changes: Record<string, unknown> = {}): Promise<LogRecord> => {
      const event = sampleEvent(changes);
      await stack.send(event);
      return outcomeOf(event.df_event_id);
    },
    metrics: async (): Promise<string> =>
      (await fetch(`http://127.0.0.1:${stack.worker.env.WORKER_PORT}/metrics`)).text(),
  };
}

describe.concurrent('a rules file', () => {
  it('with a type that Jira does not have is warned of once the worker has started, before any event', async (test) => {
    const text = rules('first').replace('故障', '故章');
    const { log, stack } = await startWith(test, { 'rules.yaml': text }, 'rules.yaml', {
      CHECK_RULES_AT_START: 'true',
    });

    await stack.waitFor('the warning', () => log('jira would refuse what the rules ask for').length > 0);

    expect(log('jira would refuse what the rules ask for')).toEqual([
      expect.objectContaining({
        route: 'first',
        issueType: '故章',
        fault: 'no_type',
        names: expect.arrayContaining(['故障']),
      }),
    ]);
  });

  it('that is wrong at a restart does not stop the worker, which goes on with the rules it had last', async (test) => {
    const { log, inForce, handled, metrics, stack, folder } = await startWith(
      test,
      { 'rules.yaml': rules('first') },
      'rules.yaml',
    );
    const file = join(folder, 'rules.yaml');
    expect(await handled()).toMatchObject({ outcome: 'created', route: 'first' });

    await stack.worker.stop();
    await writeFile(file, bad);
    await stack.worker.start();

    expect(await handled()).toMatchObject({ outcome: 'created', route: 'first' });
    expect(log('rules from before the start are in force')).toEqual([expect.objectContaining({ routes: ['first'] })]);
    await stack.waitFor('the refusal', () => log('rules refused').length > 0);
    expect(await metrics()).toMatch(/^guance_jira_rules_last_reload_successful\S* 0$/m);
    await writeFile(file, rules('second'));
    await inForce('second');
  });

  it('is taken when it changes, refused while it is wrong, and taken again when it is right', async (test) => {
    const { log, inForce, handled, metrics, stack, folder } = await startWith(
      test,
      { 'rules.yaml': rules('first') },
      'rules.yaml',
    );
    const file = join(folder, 'rules.yaml');
    expect(log('rules read')).toEqual([expect.objectContaining({ files: [file], routes: ['first'] })]);
    expect(await handled()).toMatchObject({ outcome: 'created', route: 'first' });

    await writeFile(file, rules('second'));
    await inForce('second');
    expect(await handled()).toMatchObject({ outcome: 'created', route: 'second' });

    await writeFile(file, bad);
    const [refused] = await stack.waitFor('the refusal', () => log('rules refused').length > 0 && log('rules refused'));
    expect(refused).toMatchObject({
      level: 'error',
      problems: expect.arrayContaining([
        `${file}:4:5: routes[0].isueType: unknown key "isueType" (did you mean "issueType"?)`,
      ]),
    });
    expect(await metrics()).toMatch(/guance_jira_rules_last_reload_successful 0\n/);
    expect(await handled()).toMatchObject({ outcome: 'created', route: 'second' });

    // As editors save: a new file under the old name.
    await writeFile(`${file}~`, rules('third'));
    await rename(`${file}~`, file);
    await inForce('third');
    expect(await handled()).toMatchObject({ outcome: 'created', route: 'third' });
    expect(log('rules refused')).toHaveLength(1);
    const counted = await metrics();
    expect(counted).toMatch(/guance_jira_rules_last_reload_successful 1\n/);
    expect(counted).toMatch(/guance_jira_rules_reloads_total\{result="reloaded"\} 2\n/);
    expect(counted).toMatch(/guance_jira_rules_reloads_total\{result="refused"\} 1\n/);
  });

  it('is read on SIGHUP, which ends nothing; an event under way keeps the rules it began with', async (test) => {
    const { log, outcomeOf, inForce, handled, stack, folder } = await startWith(
      test,
      { 'rules.yaml': rules('old') },
      'rules.yaml',
    );
    const child = stack.worker.child;
    await stack.jira.control('POST', '/faults', { path: 'create', times: 1, action: { delayMs: 4000, when: 'after' } });
    const underWay = sampleEvent();
    await stack.send(underWay);
    await stack.waitFor('its create', async () => (await stack.jira.issues()).length === 1);

    await writeFile(join(folder, 'rules.yaml'), rules('new'));
    child?.kill('SIGHUP');
    await inForce('new');
    expect(log('rules reloaded')[0]).toMatchObject({ asked: true });
    expect(await handled()).toMatchObject({ route: 'new' });
    expect(await outcomeOf(underWay.df_event_id)).toMatchObject({ outcome: 'created', route: 'old' });
    expect((await stack.jira.issues()).map(({ labels }) => labels)).toEqual([
      expect.arrayContaining(['old']),
      expect.arrayContaining(['new']),
    ]);

    await rm(join(folder, 'rules.yaml'));
    child?.kill('SIGHUP');
    const [refused] = await stack.waitFor('the refusal', () => log('rules refused').length > 0 && log('rules refused'));
    expect(refused?.problems).toEqual([expect.stringContaining('there is no such file or folder')]);
    expect(await handled()).toMatchObject({ route: 'new' });
    expect(stack.worker.child).toBe(child);
  });

  // The create has landed, its answer is lost, and the rules change before that is looked into.
  it.for([
    ['of each event becomes one of each fault', 'event', 'group: fault, project: OPS, issueType: Task'],
    ['of each fault becomes one of each event', 'fault', 'group: event, project: OPS, issueType: Task'],
    ['is none any more', 'event', 'ignore: true'],
    ['of a fault is none any more', 'fault', 'ignore: true'],
  ] as const)('whose issue %s leaves an event under way its one issue', async ([_what, before, after], test) => {
    const route = (name: string, rest: string) => `  - { name: ${name}, match: { df_title: "*" }, ${rest} }\n`;
    const other = '  - { name: other, project: OPS, issueType: Task, group: event }\n';
    const first = route('first', `group: ${before}, project: OPS, issueType: 故障`);
    const { log, outcomeOf, handled, stack, folder } = await startWith(
      test,
      { 'rules.yaml': `routes:\n${first}${other}` },
      'rules.yaml',
      SHORT_TIMEOUTS,
    );
    await stack.jira.control('POST', '/faults', { path: 'create', times: 1, action: { delayMs: 2500, when: 'after' } });
    const event = sampleEvent({ df_fault_id: 'fault-1' });
    await stack.send(event);
    await stack.waitFor('its create', async () => (await stack.jira.issues()).length === 1);

    await writeFile(join(folder, 'rules.yaml'), `routes:\n${route('second', after)}${other}`);
    stack.worker.child?.kill('SIGHUP');
    await stack.waitFor('the new rules', () => log('rules reloaded').length === 1);
    expect(await outcomeOf(event.df_event_id)).toMatchObject({ outcome: 'created', route: 'first', issueKey: 'OPS-1' });
    expect(await handled({ df_title: 'later', df_fault_id: 'fault-2' })).toMatchObject({ route: 'second' });
    expect(await stack.jira.issues()).toHaveLength(after === 'ignore: true' ? 1 : 2);
  });

  it('changes again and again, for good and for bad, and no event is lost', async (test) => {
    const { log, stack, folder } = await startWith(test, { 'rules.yaml': rules('r0') }, 'rules.yaml');
    const ids: string[] = [];
    for (let round = 1; round <= 12; round += 1) {
      const events = Array.from({ length: 5 }, () => sampleEvent());
      ids.push(...events.map(({ df_event_id }) => df_event_id));
      const text = round % 3 === 0 ? bad : rules(`r${round}`);
      await Promise.all([stack.send(events), writeFile(join(folder, 'rules.yaml'), text)]);
      stack.worker.child?.kill('SIGHUP');
      const said = round % 3 === 0 ? 'rules refused' : 'rules reloaded';
      const before = Math.floor(round / 3);
      await stack.waitFor(
        `round ${round}`,
        () => log(said).length >= (said === 'rules refused' ? before : round - before),
      );
    }
    await expectOneIssueEach(stack, ids);
    const routes = new Set(log('event handled').map(({ route }) => String(route)));
    expect(routes.size).toBeGreaterThan(1);
    expect([...routes].filter((route) => !/^r\d+$/.test(route))).toEqual([]);
  });

  it('that is wrong at the start is named with file, line and column, and ends the worker with 78', async (test) => {
    const { stack, folder } = await prepare(test, 'rules.yaml');
    const file = join(folder, 'rules.yaml');
    await writeFile(file, bad);
    await stack.worker.start({ ready: false });
    const exit = await stack.worker.child?.exited;
    expect(exit).toMatchObject({ code: 78 });
    expect(stack.worker.log.text).toContain(`${file}:4:5: routes[0].isueType: unknown key "isueType"`);
    await stack.worker.kill();
  });
});

describe.concurrent('a folder of rules', () => {
  const common = 'defaults: { project: OPS, issueType: 故障, group: event }\nunmatched: ignore\n';
  const team = (name: string, kind: string) => `routes: [{ name: ${name}, match: { df_title: "${kind}*" } }]\n`;

  it('gets a team, loses it, and refuses one that is in the way of another', async (test) => {
    const { log, handled, stack, folder } = await startWith(
      test,
      { '00-common.yaml': common, '10-dba.yaml': team('dba', 'mysql') },
      '.',
    );
    expect(await handled({ df_title: 'web is slow' })).toMatchObject({ outcome: 'ignored', reason: 'unmatched' });

    await writeFile(join(folder, '20-web.yaml'), team('web', 'web'));
    await stack.waitFor('both teams', () => log('rules reloaded').length === 1);
    expect(await handled({ df_title: 'web is slow' })).toMatchObject({ outcome: 'created', route: 'web' });

    await writeFile(join(folder, '05-all.yaml'), 'routes: [{ name: everything }]\n');
    await stack.waitFor('the refusal', () => log('rules refused').length === 1);
    expect(log('rules refused')[0]?.problems).toEqual([
      expect.stringMatching(/05-all\.yaml:1:10: .*takes every event.*"dba" at .*10-dba\.yaml:1:10/),
    ]);
    expect(await handled({ df_title: 'mysql is slow' })).toMatchObject({ route: 'dba' });

    await rm(join(folder, '05-all.yaml'));
    await rm(join(folder, '20-web.yaml'));
    await stack.waitFor('one team', () => log('rules reloaded').length === 2);
    expect(await handled({ df_title: 'web is slow' })).toMatchObject({ outcome: 'ignored' });
  });

  it('is taken as a whole when Kubernetes swaps its ConfigMap', async (test) => {
    const { log, inForce, handled, stack, folder } = await prepare(test, '.');
    for (const version of ['1', '2']) {
      await mkdir(join(folder, `..${version}`));
      await writeFile(join(folder, `..${version}`, 'a.yaml'), `${common}people: { duty: p${version} }\n`);
      await writeFile(join(folder, `..${version}`, 'b.yaml'), team(`dba-${version}`, ''));
    }
    await symlink('..1', join(folder, '..data'));
    for (const name of ['a.yaml', 'b.yaml']) await symlink(join('..data', name), join(folder, name));
    await start(stack);
    expect(await handled()).toMatchObject({ route: 'dba-1' });

    await symlink('..2', join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    await inForce('dba-2');
    expect(await handled()).toMatchObject({ route: 'dba-2' });
    expect(log('rules refused')).toEqual([]);
  });
});
