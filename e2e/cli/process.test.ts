/** The command line as a person starts it, beside a running stack. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliIn } from '../../apps/cli/src/testing/cli.ts';
import { programOf, repoRoot, SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from '../harness/index.ts';

/** So that each way of keeping the ledger is seen, and each marker. */
const GROUPS = { cloud: 'event', datacenter: 'fault' };

/** An alert of an object of its own. */
const alert = (changes: Record<string, unknown> = {}) =>
  sampleEvent({ df_monitor_checker_event_ref: randomUUID(), ...changes });

interface Run {
  code: number;
  out: string;
  err: string;
}

// Side by side: a command that starts leaves half of its time to others.
describe.concurrent.each(['cloud', 'datacenter'] as const)('the command line beside a stack with %s', (dialect) => {
  let stack: Stack;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'guance-jira-cli-'));
    stack = await startStack({
      dialect,
      workerEnv: { ...SHORT_TIMEOUTS, JIRA_ASSIGNEE: '', JIRA_GROUP: GROUPS[dialect] },
    });
  });
  afterAll(async () => {
    await stack.close();
    await rm(dir, { recursive: true });
  });

  const settings = () => ({
    ...{ ...stack.worker.env, PUBLIC_URL: stack.receiverUrl, JIRA_TOKEN_EXPIRES: '2099-01-01' },
    // A command may wait for a busy machine; the worker's second is for lost answers.
    JIRA_TIMEOUT_MS: '10000',
    LOCAL_STACK_DATA: dir,
  });
  /** A process as a person starts it: each command once by each Jira that it asks, for most of a second of a processor. */
  const cli = (...argv: string[]): Promise<Run> =>
    new Promise((done) => {
      const program = programOf('apps/cli/src/main.ts');
      const env = {
        ...{ PATH: process.env.PATH, HOME: process.env.HOME, ...program.env, INIT_CWD: dir },
        ...settings(),
      };
      execFile(
        process.execPath,
        ['--import', `${repoRoot}/tools/installed.mjs`, program.file, ...program.args, ...argv],
        { env, cwd: repoRoot },
        (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  /** The same command again, in this process. */
  const again = (...argv: string[]) =>
    cliIn({ env: settings(), io: { resolvePath: (path) => resolve(dir, path) } })(...argv);
  /** For a command that never asks Jira: as a process beside one of the two. */
  const withoutJira = (...argv: string[]): Promise<Run> => (dialect === 'cloud' ? cli(...argv) : again(...argv));
  const json = async (run: typeof cli | typeof again, ...argv: string[]) =>
    JSON.parse((await run(...argv, '--json')).out);
  const outcomeOf = (id: string) =>
    stack.waitFor(`the outcome of ${id}`, () =>
      stack.worker.log.named('event handled').find(({ eventId }) => eventId === id),
    );

  it('explains an event as exactly the request that the worker then sends', { concurrent: false }, async () => {
    const event = alert();
    await writeFile(join(dir, 'event.json'), JSON.stringify(event));

    const explained = await json(cli, 'explain', 'event.json');
    await stack.send(event);
    await outcomeOf(event.df_event_id);

    const sent = (await stack.jira.requests()).filter(({ kind }) => kind === 'create');
    expect(explained.requests[dialect]).toEqual({ method: 'POST', path: sent[0]?.path, body: sent[0]?.body });
  });

  it('finds it by its id and by its issue', { concurrent: false }, async () => {
    const event = alert();
    await stack.send(event);
    const { issueKey } = await outcomeOf(event.df_event_id);

    const byId = await cli('find', event.df_event_id);
    expect(byId.code).toBe(0);
    expect(byId.out).toContain(`${issueKey}  ${stack.jira.url}/browse/${issueKey}`);
    expect((await again('find', String(issueKey))).out).toContain(`${event.df_event_id}  ✔ created`);
  });

  it('finds an issue of which Redis knows nothing by what stands in Jira', { concurrent: false }, async () => {
    const event = alert();
    await stack.send(event);
    const { issueKey } = await outcomeOf(event.df_event_id);
    const keys = (await stack.redis.call('KEYS', '*:issue:*')) as string[];
    await stack.redis.call('DEL', ...keys);

    expect((await json(again, 'find', String(issueKey))).event.eventId).toBe(event.df_event_id);
  });

  it('foretells how many issues come of many events', { concurrent: false }, async () => {
    const objects = Array.from({ length: 5 }, () => randomUUID());
    const levels = ['critical', 'error', 'critical', 'ok', 'warning'];
    const now = Math.floor(Date.now() / 1000);
    const events = Array.from({ length: 25 }, (_, index) =>
      sampleEvent({
        df_monitor_checker_event_ref: objects[index % 5],
        df_fault_id: `${objects[index % 5]}-${index < 20 ? 1 : 2}`,
        df_status: levels[Math.floor(index / 5)],
        df_sub_status: levels[Math.floor(index / 5)],
        timestamp: now - 60 + index,
        date: now - 60 + index,
      }),
    );
    await writeFile(join(dir, 'events.ndjson'), events.map((event) => JSON.stringify(event)).join('\n'));
    const before = (await stack.jira.issues()).length;

    const counted = await json(again, 'explain', 'events.ndjson');
    for (const event of events) await stack.send(event);
    for (const event of events) await outcomeOf(event.df_event_id);

    expect(counted).toMatchObject({ events: 25, issues: dialect === 'cloud' ? 20 : 5 });
    expect((await stack.jira.issues()).length - before).toBe(counted.issues);
  });

  it('looks at all that must be well, and finds it well', { concurrent: false }, async () => {
    const { code, out } = await cli('doctor');

    expect(out).toMatch(/\n\n(All is well\.|0 red, \d yellow\.)\n$/);
    expect(out).not.toContain('✘');
    expect(code).toBe(0);
    // A password, as Data Center has it here, does not expire.
    const token = dialect === 'cloud' ? ['Jira: token'] : [];
    for (const topic of ['Redis: disk', 'Jira: permissions', ...token, 'clocks', 'webhook', 'worker', 'ledger'])
      expect(out).toMatch(new RegExp(`✔ ${topic}`));
  });

  it('pauses all workers and lets them go on', { concurrent: false }, async () => {
    const paused = await withoutJira('pause', '--until', '1h', '--reason', 'upgrade');
    const event = alert();
    await stack.send(event);
    await stack.waitFor('the worker to put it off', async () =>
      (await again('find', event.df_event_id)).out.includes('upgrade'),
    );
    expect(paused.code).toBe(0);
    expect((await json(again, 'doctor')).checks).toContainEqual(
      expect.objectContaining({ code: 'paused_manual', level: 'warn' }),
    );
    expect(stack.worker.log.named('event handled').some(({ eventId }) => eventId === event.df_event_id)).toBe(false);

    const { out } = await withoutJira('resume');

    expect(out).toContain('Ended the pause');
    expect(await outcomeOf(event.df_event_id)).toMatchObject({ outcome: 'created' });
  });

  // Cloud is tried again so soon by itself that nobody could tell.
  if (dialect === 'datacenter')
    it('has a refused login tried at once when it is mended, and does not try it itself meanwhile', {
      concurrent: false,
    }, async () => {
      const account = (password: string) => ({ accounts: { bot: { password } } });
      await stack.jira.control('PUT', '/settings', account('another-one'));
      const event = alert();
      await stack.send(event);
      const pause = await stack.waitFor(
        'the workers to rest',
        async () => (await json(again, 'find', event.df_event_id)).pauses.jira,
      );
      const ill = await json(again, 'doctor');
      await stack.jira.control('PUT', '/settings', account('sandbox-password'));

      const { out } = await cli('resume');
      await outcomeOf(event.df_event_id);

      expect(out).toContain('Jira refuses the login: one worker tries again at once');
      const codes = ill.checks.map(({ code }: { code: string }) => code);
      expect(codes).toEqual(expect.arrayContaining(['rests_unauthorized', 'login_untried']));
      // Half a minute after the first refusal, that is.
      expect(Date.now()).toBeLessThan(Number(Reflect.get(Object(pause), 'until')));
    });

  it('tries a failed event again once its cause is gone, and find tells who', { concurrent: false }, async () => {
    await stack.jira.control('PUT', '/settings', { projects: { OPS: null } });
    const event = alert();
    await stack.send(event);
    await outcomeOf(event.df_event_id);
    const dry = await again('replay', '--reason', 'project');
    expect(dry.out).toMatch(/1 +route default +Jira create: answered 400.*project/);
    expect((await json(cli, 'validate')).routes[0].checks[0]).toMatchObject({ code: 'project_missing' });
    await stack.jira.control('PUT', '/settings', { projects: { OPS: { name: 'Operations' } } });

    const { code, out } = await withoutJira('replay', '--reason', 'project', '--yes', '--by', 'lina');

    expect([code, out]).toEqual([0, expect.stringContaining('1 event put back into the queue, by lina.')]);
    await stack.waitFor('the issue', () =>
      stack.worker.log
        .named('event handled')
        .some(({ eventId, outcome }) => eventId === event.df_event_id && outcome === 'created'),
    );
    expect((await again('find', event.df_event_id)).out).toMatch(/✔ created[\s\S]*retried by +lina/);
  });

  it('has the ledger distrusted: running workers ask Jira before an older event becomes an issue, and make none twice', {
    concurrent: false,
  }, async () => {
    const event = alert();
    await stack.send(event);
    const { issueKey } = await outcomeOf(event.df_event_id);
    // As a restore from an older copy would: the event is forgotten, and nobody noticed.
    const known = (await stack.redis.call('KEYS', `*${event.df_event_id}*`)) as string[];
    await stack.redis.call('DEL', ...known);

    expect((await withoutJira('doctor', '--distrust-ledger')).code).toBe(0);
    await stack.send(event);

    await stack.waitFor(
      'its second line',
      () => stack.worker.log.named('event handled').filter(({ eventId }) => eventId === event.df_event_id).length === 2,
    );
    const lines = stack.worker.log.named('event handled').filter(({ eventId }) => eventId === event.df_event_id);
    expect(lines.map((line) => line.issueKey)).toEqual([issueKey, issueKey]);
  });

  it('says red what is wrong: no worker, no receiver', { concurrent: false }, async () => {
    await stack.worker.stop();
    await stack.receiver.stop();
    await stack.redis.call('HSET', `{${stack.prefix}}:ledger`, 'beatAt', 1);

    const { code, out } = await again('doctor');

    expect(code).toBe(1);
    expect(out).toMatch(/✘ webhook +\S+ does not answer \(ECONNREFUSED\)\n +→ start the receiver/);
    expect(out).toMatch(/✘ worker +no sign of life for .*\n +→ start a worker/);
  });
});
