import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@guance-jira/local-stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageIn } from './deploy/package-in.ts';
import { redisProgram, waitFor } from './harness/index.ts';

const run = promisify(execFile);

/** What somebody does who has Node and npm and no clone: install, start, copy the printed line, look at the page. */
describe('the npm package, installed into an empty folder', () => {
  let dir: string;
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let stack: ChildProcess;
  let output = '';

  beforeAll(async () => {
    dir = await realpath(await mkdtemp(join(tmpdir(), 'guance-jira-package-')));
    folder = join(dir, 'empty');
    await mkdir(folder);
    // This Node and no other, and none of the settings that this test was started with.
    const path = [dirname(process.execPath), dirname(await redisProgram()), '/usr/local/bin', '/usr/bin', '/bin'];
    env = { PATH: path.join(delimiter), HOME: dir, LANG: 'C', ...registry(), ...(await ports()) };
    const built = await packageIn(join(dir, 'dist'));
    await run('npm', ['pack', built, '--pack-destination', dir], { cwd: dir, env });
    const tarball = readdirSync(dir).find((file) => file.endsWith('.tgz')) ?? 'none';
    await run('npm', ['install', '--no-audit', '--no-fund', join(dir, tarball)], { cwd: folder, env });
  });

  afterAll(async () => {
    if (stack?.exitCode === null && stack.signalCode === null) {
      process.kill(-(stack.pid ?? 0), 'SIGTERM');
      await new Promise((resolve) => stack.once('exit', resolve));
    }
    await rm(dir, { recursive: true, force: true });
  });

  it('is alone there: nothing else had to be installed', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['guance-jira']);
  });

  it('makes an issue in the sandbox of the alert whose line it prints', async () => {
    // The leader of a group, as a shell starts it, so that Ctrl-C reaches all of it.
    stack = spawn('npx', ['guance-jira', 'start'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [stack.stdout, stack.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
    await waitFor('the banner', () => {
      if (stack.exitCode !== null) throw new Error(output);
      return output.includes('Stop with Ctrl-C');
    });
    const [line = 'false'] = output.match(/^curl .*$/m) ?? [];

    expect((await run('/bin/sh', ['-c', line], { cwd: tmpdir() })).stdout).toMatch(/"status":"queued"/);

    const key = await waitFor('the issue key in the log', () => /issueKey=(OPS-\d+)/.exec(output)?.[1]);
    const jira = /Jira +(http:\/\/\S+)/.exec(output)?.[1];
    expect(await (await fetch(`${jira}/browse/${key}`)).text()).toContain('实例名称为 share 磁盘使用率过高');
  });

  it('shows it in the console, with the pages and the dashboard in their own style', async () => {
    const url = /Console +(\S+)/.exec(output)?.[1] ?? '';
    const [, user, password] = /user (\S+), password (\S+)/.exec(output) ?? [];
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const get = async (path: string) => {
      const answer = await fetch(`${url}${path}`, { headers: { authorization } });
      return { status: answer.status, text: await answer.text() };
    };

    expect((await get('events')).text).toContain('实例名称为 share 磁盘使用率过高');
    const assets = ['', 'dashboard/'].map(async (page) =>
      [...(await get(page)).text.matchAll(/(?:href|src)="([^"]+\.(?:css|js))"/g)].map(([, path = '']) =>
        new URL(path, `${url}${page}`).pathname.slice(1),
      ),
    );
    const paths = (await Promise.all(assets)).flat();
    expect(paths.length).toBeGreaterThan(3);
    for (const path of paths) expect([path, (await get(path)).status]).toEqual([path, 200]);
  });

  it('is known to its commands, in that folder', async () => {
    // What npx starts, without npx, which takes as long as the command.
    const { stdout } = await run('node_modules/.bin/guance-jira', ['doctor'], { cwd: folder, env });

    expect(stdout).toContain('All is well.');
  });

  it('stops at Ctrl-C and leaves nothing running', async () => {
    const before = processesOf(folder);
    expect(before.length).toBeGreaterThanOrEqual(6);

    process.kill(-(stack.pid ?? 0), 'SIGINT');
    await new Promise((resolve) => stack.once('exit', resolve));

    await waitFor('all of them to be gone', () => processesOf(folder).length === 0, 10_000).catch(() => {
      throw new Error(`${processesOf(folder).join('\n')}\n${output}`);
    });
    expect(output).toMatch(/worker +info +stopped/);
  });
});

/** Where npm gets packages from, if this machine says so by its environment. */
function registry(): Record<string, string> {
  const known = Object.entries(process.env).filter(([name]) =>
    /^(npm_config_(registry|userconfig|cafile)|NODE_EXTRA_CA_CERTS|https?_proxy)$/i.test(name),
  );
  return Object.fromEntries(known.map(([name, value]) => [name, value ?? '']));
}

/** Others begin to look at the usual ones as well. */
async function ports(): Promise<Record<string, string>> {
  const names = ['RECEIVER_PORT', 'METRICS_PORT', 'WORKER_PORT', 'ADMIN_PORT', 'SANDBOX_PORT'];
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, String(await freePort())])));
}

/** The command lines of all processes that were started from that folder. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(folder));
}
