import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMPILED, redisProgram, repoRoot, sampleEvent, sendTo, waitFor } from './harness/index.ts';

const run = promisify(execFile);

/** What a new user does: start, copy the printed line, look at the page. */
describe('npm start', () => {
  let dir: string;
  let stack: ChildProcess;
  let output = '';
  let jiraUrl: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'guance-jira-start-'));
    stack = await startLikeAUser(dir);
    stack.stdout?.on('data', (chunk) => {
      output += String(chunk);
    });
    stack.stderr?.on('data', (chunk) => {
      output += String(chunk);
    });
    await waitFor('the banner', () => {
      if (stack.exitCode !== null) throw new Error(output);
      return output.includes('Stop with Ctrl-C');
    }).catch((error: unknown) => {
      throw new Error(`${error}\n${output}`);
    });
    jiraUrl = /Jira +(http:\/\/\S+)/.exec(output)?.[1] ?? '';
  });

  afterAll(async () => {
    if (stack?.exitCode === null && stack.signalCode === null) {
      stack.kill('SIGTERM');
      await new Promise((resolve) => stack.once('exit', resolve));
    }
    await rm(dir, { recursive: true, force: true });
  });

  it('prints a curl line whose alert becomes the issue that a person expects', async () => {
    expect(await sendPrintedLine(output)).toMatch(/"status":"queued"/);

    const key = await waitFor('the issue key in the log', () => /issueKey=(OPS-\d+)/.exec(output)?.[1]);
    const page = await (await fetch(`${jiraUrl}/browse/${key}`)).text();

    expect(page).toContain('实例名称为 share 磁盘使用率过高');
    expect(page).toContain('故障');
    expect(page).toContain('Highest');
    expect(page).toMatch(
      /<blockquote>[\s\S]*等级：critical[\s\S]*<br[\s\S]*实例：share[\s\S]*建议：登录华为云控制台[\s\S]*<\/blockquote>/,
    );
    expect(page).toContain('https://console.guance.com/keyevents/monitor');
  });

  it('keeps it one issue when the same line is sent five times more', async () => {
    for (let time = 0; time < 5; time += 1) {
      expect(await sendPrintedLine(output)).toMatch(/"status":"duplicate"/);
    }
    const later = sampleEvent({ df_title: 'a later alert' });
    await sendTo(/Webhook +(\S+)/.exec(output)?.[1] ?? '', later);
    await waitFor('the later alert', () => new RegExp(`eventId=${later.df_event_id}.*issueKey=`).test(output));

    const list = await (await fetch(`${jiraUrl}/`)).text();
    expect(new Set(list.match(/OPS-\d+/g))).toEqual(new Set(['OPS-1', 'OPS-2']));
  });

  it('prints a line for its recovery, which is ignored while each alert has an issue of its own', async () => {
    expect(await sendPrintedLine(output, 1)).toMatch(/"status":"queued"/);

    await waitFor('the recovery in the log', () => /outcome=ignored .*reason=recovery/.test(output));
  });

  it('goes round by the buttons of both sandboxes: alert, issue, done, restored; won’t do, muted; reopened, lifted', async () => {
    const guanceUrl = /Guance +(http:\/\/\S+)/.exec(output)?.[1] ?? '';
    const press = async (url: string, fields: Record<string, string>) =>
      (await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })).text();
    const fire = (object: string, level: string) => press(`${guanceUrl}objects/${object}`, { level });
    const issueOf = (nth: number) =>
      waitFor(
        `issue ${nth}`,
        () => [...output.matchAll(/route=guance-sandbox outcome=created issueKey=(\S+)/g)][nth]?.[1],
      );
    const told = (key: string, deed: string) =>
      waitFor(`${key} ${deed}`, () => new RegExp(`issueKey=${key} by=lina .*deeds=\\["${deed}"\\]`).test(output));

    expect(await fire('cpu-web-01', 'error')).toContain(`href="${jiraUrl}/"`);
    const done = await issueOf(0);
    await press(`${jiraUrl}/browse/${done}`, { action: 'done' });
    await told(done, 'restored');
    await waitFor('its recovery', () =>
      new RegExp(`outcome=ignored issueKey=${done} .*a person has closed`).test(output),
    );
    expect(await (await fetch(guanceUrl)).text()).toContain('<td>cpu-web-01</td>');

    await fire('log-orders', 'critical');
    const wontDo = await issueOf(1);
    await press(`${jiraUrl}/browse/${wontDo}`, { action: 'wont-do' });
    await told(wontDo, 'muted');
    expect(await (await fetch(guanceUrl)).text()).toContain(`${jiraUrl}/browse/${wontDo}`);
    await press(`${jiraUrl}/browse/${wontDo}`, { action: 'reopen' });
    await told(wontDo, 'lifted');
    expect(await (await fetch(guanceUrl)).text()).not.toContain(`${jiraUrl}/browse/${wontDo}`);
  });

  it('asks for the printed password at the dashboard', async () => {
    const url = /Dashboard +(\S+)/.exec(output)?.[1] ?? '';
    expect(url).toBe(`${/Console +(\S+)/.exec(output)?.[1]}dashboard`);
    expect(output.indexOf('Console ')).toBeLessThan(output.indexOf('Webhook '));
    const [, user, password] = /user (\S+), password (\S+)/.exec(output) ?? [];
    const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: basic } })).status).toBe(200);
  });

  it('is known to the command line without any setting', async () => {
    const { stdout } = await run(process.execPath, ['apps/cli/src/main.ts', 'doctor'], {
      cwd: repoRoot,
      env: { ...QUIET, ...COMPILED, PATH: process.env.PATH, LOCAL_STACK_DATA: dir },
    });

    expect(stdout).toContain(`at ${jiraUrl}`);
    expect(stdout).toContain('Jira accepts what 2 routes ask for');
    // Of the alerts above, as nothing has told it to group them.
    expect(stdout).toMatch(
      /issues of one fault: OPS-\d+.*write group: fault in the route default to get one.*\n0 red, 1 yellow\./s,
    );
  });

  it('stops all cleanly, and keeps token, password and issues for the next start', async () => {
    const before = { webhook: /guance\/(\S+)/.exec(output)?.[1], password: /password (\S+)/.exec(output)?.[1] };
    const children = await processesUnder(stack.pid ?? 0);
    expect(children.length).toBeGreaterThanOrEqual(5);

    stack.kill('SIGINT');
    const code = await new Promise((resolve) => stack.once('exit', resolve));
    expect(code, output).toBe(0);
    expect(existsSync(join(dir, 'stack.json')), 'a stack that is gone must not be looked for').toBe(false);
    // The shells around Redis end a moment after it.
    await waitFor('all children to be gone', () => children.filter(isAlive).length === 0, 5000);

    output = '';
    stack = await startLikeAUser(dir, { JIRA_GROUP: 'fault', LANG: 'en_US.UTF-8' });
    stack.stdout?.on('data', (chunk) => {
      output += String(chunk);
    });
    await waitFor('the banner again', () => output.includes('Stop with Ctrl-C'));
    expect(output).toContain(`guance/${before.webhook}`);
    expect(output).toContain(`password ${before.password}`);
    jiraUrl = /Jira +(http:\/\/\S+)/.exec(output)?.[1] ?? '';
    expect(await (await fetch(`${jiraUrl}/`)).text()).toContain('OPS-2');
  });

  it('tells the recovery in the issue of the printed alert when started with JIRA_GROUP=fault', async () => {
    expect(await sendPrintedLine(output, 0)).toMatch(/"status":"queued"/);
    const key = await waitFor('the issue', () => /outcome=created issueKey=(OPS-\d+)/.exec(output)?.[1]);
    // An issue in English for whose terminal speaks it.
    const page = await (await fetch(`${jiraUrl}/browse/${key}`)).text();
    expect(page).toContain('Disk usage of instance share is too high');
    expect(page.replaceAll(/王伟|李娜|运维|Guance|pacher/g, '')).not.toMatch(/\p{Script=Han}/u);
    expect(await sendPrintedLine(output, 1)).toMatch(/"status":"queued"/);

    // The recovery of the same hour that was sent to the first stack is still known, and may have told it already.
    await waitFor('the recovery', async () =>
      (await (await fetch(`${jiraUrl}/browse/${key}`)).text()).includes('Recovered 15:30:00'),
    );
  });

  it('leaves no process behind when it is killed', async () => {
    const children = await processesUnder(stack.pid ?? 0);
    expect(children.length).toBeGreaterThanOrEqual(5);

    stack.kill('SIGKILL');

    await waitFor('all children to notice', () => children.filter(isAlive).length === 0);
  });
});

/** Empty, so that a developer's .env cannot point this test at a real Jira. */
const QUIET = Object.fromEntries(['JIRA_URL', 'REDIS_URL', 'WEBHOOK_TOKENS', 'LOG_FORMAT'].map((name) => [name, '']));

/** With a folder of its own for the data, so that the developer's own stack is left alone. */
async function startLikeAUser(dir: string, more: Record<string, string> = {}): Promise<ChildProcess> {
  const redis = dirname(await redisProgram());
  const { PATH, HOME } = process.env;
  const own = { PATH: `${redis}${delimiter}${PATH}`, HOME, ...COMPILED, LOCAL_STACK_DATA: dir };
  return spawn(process.execPath, ['tools/local-stack/src/main.ts'], {
    cwd: repoRoot,
    env: { ...QUIET, ...own, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** @param which of the lines, from 0 */
async function sendPrintedLine(output: string, which = 0): Promise<string> {
  const line = output.match(/^curl .*$/gm)?.[which] ?? 'false';
  // From another folder, as in another terminal.
  return (await run('/bin/sh', ['-c', line], { cwd: tmpdir() })).stdout;
}

async function processesUnder(parent: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const under = (pid: number): number[] =>
    pairs.filter(([, ppid]) => ppid === pid).flatMap(([child = 0]) => [child, ...under(child)]);
  return under(parent);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
