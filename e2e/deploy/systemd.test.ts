import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, freePort, spawnNode } from '@guance-jira/local-stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  COMPILED,
  collectRecords,
  createRedis,
  type Jira,
  repoRoot,
  sampleEvent,
  sendTo,
  startJira,
  type TestRedis,
  waitFor,
} from '../harness/index.ts';
import { graceMsOf } from './grace.ts';
import { runChapter } from './guide-commands.ts';
import { APPS, type AppName, bareSecrets, unknownSettings } from './known-settings.ts';
import { packageIn } from './package-in.ts';
import { environmentOf, readEnvFile, readUnit } from './unit-file.ts';

const UNITS = ['guance-jira-receiver.socket', ...APPS.map(nameOf)];
const ENV_FILES: Record<string, readonly AppName[]> = {
  'common.env': APPS,
  'receiver.env': ['receiver'],
  'worker.env': ['worker'],
  'console.env': ['console'],
};
const SKIPPED =
  spawnSync('systemd-analyze', ['--version']).error && process.env.CI !== 'true'
    ? ' (skipped: no systemd-analyze)'
    : '';

describe.skipIf(SKIPPED !== '')(`systemd-analyze${SKIPPED}`, () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'guance-jira-units-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it.each(UNITS)('finds nothing wrong with %s', async (name) => {
    expect(await verify(name, readUnit(name).text)).toEqual({ status: 0, said: '' });
  });

  it('would say so', async () => {
    const { said } = await verify(
      'guance-jira-worker.service',
      unitOf('worker').text.replace('NoNewPrivileges=yes', 'NoNewPrivilegs=yes'),
    );

    expect(said).toContain('NoNewPrivilegs');
  });

  it.each(APPS)('finds the %s little exposed', (app) => {
    const file = `${repoRoot}/deploy/systemd/${nameOf(app)}`;
    const { status, stdout } = spawnSync('systemd-analyze', ['security', '--offline=yes', '--threshold=20', file]);

    expect(status, String(stdout)).toBe(0);
  });

  /** The Node of this test stands for the one of the machine, which may have none where systemd looks. */
  async function verify(name: string, text: string) {
    for (const other of UNITS) await writeFile(join(dir, other), here(readUnit(other).text));
    await writeFile(join(dir, name), here(text));
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', join(dir, name)]);
    return { status, said: `${stdout}${stderr}` };
  }
  const here = (text: string) => text.replace('ExecStart=node ', `ExecStart=${process.execPath} `);
});

describe.each(APPS)('the unit of the %s', (app) => {
  const unit = unitOf(app);

  it('sets only what the program reads, and no secret', () => {
    const names = Object.keys(environmentOf(unit));

    expect(unknownSettings(names, [app])).toEqual([]);
    expect(bareSecrets(names, [app])).toEqual([]);
    expect(names.length).toBeGreaterThan(4);
  });

  it('reads each secret from a credential that it loads', () => {
    const loaded = unit.all('LoadCredential').map((value) => value.split(':')[0]);
    const files = Object.entries(environmentOf(unit)).filter(([name]) => name.endsWith('_FILE'));

    expect(files.map(([, value]) => value).sort()).toEqual(loaded.map((name) => `%d/${name}`).sort());
  });

  it('gives the program longer to end than it needs', () => {
    expect(Number(unit.one('TimeoutStopSec')) * 1000).toBeGreaterThan(graceMsOf(app) + 3000);
  });

  it('stays down only where the settings are wrong', () => {
    expect([unit.one('Restart'), unit.one('StartLimitIntervalSec')]).toEqual(['always', '0']);
    expect(unit.one('RestartPreventExitStatus')).toBe('78');
  });
});

it('the units forbid the same', () => {
  const forbidden = APPS.map((app) =>
    unitOf(app).text.slice(unitOf(app).text.indexOf('# What the process may not do')),
  );

  expect(new Set(forbidden).size).toBe(1);
  expect(forbidden[0]?.length).toBeGreaterThan(100);
});

describe.each(Object.entries(ENV_FILES))('%s', (file, apps) => {
  it('names only settings that exist, and no secret', () => {
    const names = Object.keys(readEnvFile(`${repoRoot}/deploy/systemd/${file}`, true));

    expect(unknownSettings(names, apps)).toEqual([]);
    expect(bareSecrets(names, apps)).toEqual([]);
    expect(names.length).toBeGreaterThan(1);
  });
});

/** No systemd runs here: the same commands with the same environment, files and credentials. */
describe('what systemctl start would start', () => {
  let dir: string;
  let opt: string;
  let redis: TestRedis;
  let jira: Jira;
  let ports: Record<'receiver' | 'metrics' | 'worker' | 'admin', number>;
  const running: Child[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'guance-jira-systemd-'));
    opt = await packageIn(join(dir, 'opt'));
    redis = await createRedis(join(dir, 'redis'), redisArgs());
    await redis.start();
    jira = await startJira('cloud');
    ports = {
      receiver: await freePort(),
      metrics: await freePort(),
      worker: await freePort(),
      admin: await freePort(),
    };
    runChapter('3. Secrets', { etc: join(dir, 'etc'), opt }, 'sandbox-token\n');
    runChapter('4. Settings', { etc: join(dir, 'etc'), opt });
    await writeFile(join(dir, 'etc/secrets/redis-url'), redis.url);
  });

  afterAll(async () => {
    for (const child of running.toReversed()) expect((await child.stop(40_000)).code).toBe(0);
    await redis?.expectNoClients();
    await redis?.stop();
    await jira?.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('has a Redis that keeps its promises', async () => {
    for (const [name, value] of Object.entries({ appendonly: 'yes', appendfsync: 'always', save: '' }))
      expect(await redis.call('CONFIG', 'GET', name)).toEqual([name, value]);
    expect(await redis.call('CONFIG', 'GET', 'maxmemory-policy')).toContain('noeviction');
  });

  it('makes an issue of an event, and logs it as JSON for the journal', async () => {
    const log = collectRecords();
    for (const app of APPS) {
      const child = start(app);
      running.push(child);
      log.collect(child);
    }
    const paths = [
      `${ports.receiver}/readyz`,
      `${ports.metrics}/readyz`,
      `${ports.worker}/readyz`,
      `${ports.admin}/healthz`,
    ];
    for (const path of paths) {
      await waitFor(`ready at ${path}`, async () => (await fetch(`http://127.0.0.1:${path}`)).ok).catch((error) => {
        throw new Error(`${error}\n${log.text}`);
      });
    }
    expect(
      JSON.parse(runChapter('5. Start', { etc: join(dir, 'etc'), opt, receiverPort: ports.receiver })),
    ).toMatchObject({
      accepted: [{ status: 'queued' }],
    });

    const handled = await waitFor('the outcome', () => log.named('event handled')[0]);
    expect(handled).toMatchObject({ outcome: 'created', issueKey: 'OPS-1' });
    for (const name of ['webhook-tokens', 'dashboard-password', 'jira-token'])
      expect(log.text).not.toContain(secret(name).split(':').at(-1));
  });

  it('shows the event on the dashboard to whoever has the password', async () => {
    const url = `http://127.0.0.1:${ports.admin}/dashboard/api/queues?activeQueue=events&status=completed`;
    const authorization = `Basic ${Buffer.from(`admin:${secret('dashboard-password')}`).toString('base64')}`;

    expect((await fetch(url)).status).toBe(401);
    await waitFor('its job on the dashboard', async () =>
      (await (await fetch(url, { headers: { authorization } })).text()).includes('OPS-1'),
    );
  });

  it('has secrets that only their owner reads', async () => {
    const names = await readdir(join(dir, 'etc/secrets'));

    expect(names.sort()).toEqual(['dashboard-password', 'jira-token', 'redis-url', 'webhook-tokens']);
    for (const name of names) expect((await stat(join(dir, 'etc/secrets', name))).mode & 0o777).toBe(0o600);
    expect(secret('webhook-tokens')).toMatch(/^guance:[0-9a-f]{48}$/);
  });

  it('takes ExecReload as a wish to read the rules again, not as the end', async () => {
    expect(unitOf('worker').one('ExecReload')).toBe('kill -HUP $MAINPID');
    for (const child of running) if (child.name === 'worker') child.kill('SIGHUP');
    // A fault of its own: the settings of the guide make one issue for each fault.
    const event = sampleEvent({ df_fault_id: 'after-reload', df_monitor_checker_event_ref: 'after-reload' });
    await sendTo(`http://127.0.0.1:${ports.receiver}/webhook/guance/${secret('webhook-tokens').slice(7)}`, event);

    await waitFor('its issue', async () => JSON.stringify(await jira.issues()).includes(event.df_event_id));
  });

  function secret(name: string): string {
    return readFileSync(join(dir, 'etc/secrets', name), 'utf8').trim();
  }

  function start(app: AppName): Child {
    const unit = unitOf(app);
    const [program, file = '', ...args] = unit.one('ExecStart').split(' ');
    expect(program).toBe('node');
    return spawnNode(app, join(opt, file), {
      cwd: opt,
      args,
      env: {
        PATH: process.env.PATH,
        ...COMPILED,
        ...environmentOf(unit, { d: join(dir, 'etc/secrets'), S: join(dir, 'state') }),
        ...readEnvFile(join(dir, 'etc/common.env')),
        ...readEnvFile(join(dir, `etc/${app}.env`)),
        ...{
          receiver: { RECEIVER_PORT: String(ports.receiver), METRICS_PORT: String(ports.metrics) },
          worker: { JIRA_URL: jira.url, WORKER_PORT: String(ports.worker) },
          console: { ADMIN_PORT: String(ports.admin) },
        }[app],
      },
    });
  }
});

/** Every directive of the file as an argument, but for where it listens and writes. */
function redisArgs(): string[] {
  const elsewhere = /^(bind|port|dir|pidfile|logfile) /;
  return readFileSync(`${repoRoot}/deploy/systemd/redis-guance-jira.conf`, 'utf8')
    .split('\n')
    .filter((line) => /^[a-z]/.test(line) && !elsewhere.test(line))
    .flatMap((line) => [`--${line.slice(0, line.indexOf(' '))}`, line.slice(line.indexOf(' ') + 1).replace('""', '')]);
}

function nameOf(app: AppName): string {
  return `guance-jira-${app}.service`;
}

function unitOf(app: AppName) {
  return readUnit(nameOf(app));
}
