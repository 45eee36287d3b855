/** The commands of README.md and the guides, typed by nobody but the test: in a copy of the clone, with ports of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '@guance-jira/local-stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneInto } from './commands/clone.ts';
import { NOT_HERE, RUN } from './commands/table.ts';
import { openTerminal, type Terminal } from './commands/terminal.ts';
import { commandsOf, fileOf, type Guide, guidePairs, isDotEnv } from './guides/documents.ts';
import { createApp, createRedis, type Jira, programOf, startJira, type TestRedis, waitFor } from './harness/index.ts';

const CLI = 'npm run cli -- ';
const english = guidePairs().map(([guide]) => guide);
const shellBlocks = (guide: Guide) => guide.blocks.filter(({ language }) => language === 'sh');
const typed = english.flatMap((guide) =>
  shellBlocks(guide)
    .filter((block) => !isDotEnv(block))
    .flatMap(commandsOf),
);

it('each command is run here, or listed with the reason why it cannot be', () => {
  const unknown = typed.filter((command) => !RUN.has(command) && !NOT_HERE.has(command));
  expect(unknown, 'add it to e2e/commands/table.ts').toEqual([]);
});

it('none is listed that no document has', () => {
  expect([...RUN.keys(), ...NOT_HERE.keys()].filter((command) => !typed.includes(command))).toEqual([]);
});

describe('a person who reads', () => {
  let dir: string;
  let terminal: Terminal;
  let cloud: Jira;
  let dataCenter: Jira;
  let redis: TestRedis;
  let ports: { receiver: number; worker: number };
  let cliTyped = false;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'guance-jira-reader-'));
    await cloneInto(join(dir, 'clone'));
    cloud = await startJira('cloud');
    dataCenter = await startJira('datacenter', { contextPath: '/jira' });
    redis = await createRedis(join(dir, 'redis'));
    await redis.start();
    ports = { receiver: await freePort(), worker: await freePort() };
    terminal = openTerminal(join(dir, 'clone'), dir, {
      HOME: process.env.HOME ?? dir,
      // As a person has it: without the programs of this clone.
      PATH: (process.env.PATH ?? '')
        .split(delimiter)
        .filter((one) => !one.includes('node_modules'))
        .join(delimiter),
      // Some fifty programs start from the same sources, which are compiled once.
      NODE_COMPILE_CACHE: join(dir, 'compile-cache'),
      RECEIVER_PORT: String(ports.receiver),
      WORKER_PORT: String(ports.worker),
      ADMIN_PORT: String(await freePort()),
      METRICS_PORT: String(await freePort()),
      SANDBOX_PORT: String(await freePort()),
      GUANCE_SANDBOX_PORT: String(await freePort()),
    });
  });
  afterAll(async () => {
    await terminal?.interrupt();
    await redis?.expectNoClients();
    await Promise.all([cloud?.close(), dataCenter?.close(), redis?.stop()]);
    await rm(dir, { recursive: true, force: true });
  });

  it('README: gets an issue in the sandbox, then in a Jira of her own', async () => {
    const [readme] = english;
    if (!readme) throw new Error('no README');
    for (const block of shellBlocks(readme)) {
      if (isDotEnv(block)) {
        expect(await sendPrintedLine()).toMatch(/"status":"queued"/);
        await waitFor('the issue', () => /outcome=created/.test(terminal.output()));
        await terminal.interrupt();
        await writeFile(join(dir, 'clone', '.env'), settled(block.code));
        await terminal.type('npm start', RUN.get('npm start') ?? {});
        expect(await sendPrintedLine()).toMatch(/"status":"queued"/);
        const [issue] = await waitFor('the issue in her own Jira', async () => {
          const issues = await cloud.issues();
          return issues.length > 0 && issues;
        });
        expect(issue).toMatchObject({ projectKey: 'OPS', summary: '实例名称为 share 磁盘使用率过高' });
      } else await typeAll(commandsOf(block));
    }
  });

  it.each(english.slice(1).map((guide) => [guide.file, guide] as const))('%s', async (_file, guide) => {
    terminal.anew();
    for (const block of guide.blocks) {
      const file = fileOf(block);
      if (file !== undefined) await writeFile(join(dir, 'clone', file), block.code);
      else if (isDotEnv(block)) {
        const settings = settled(block.code);
        await writeFile(join(dir, 'clone', '.env'), settings);
        const env = envOf(settings.replaceAll('=secrets/', `=${dir}/clone/secrets/`));
        const isOf = (prefix: string) => Object.keys(env).some((name) => name.startsWith(prefix));
        if (isOf('CONSOLE_')) await startConsoleWith(env);
        else if (isOf('JIRA_WEBHOOK_')) await startReceiverWith(env);
        else await startWorkerWith(isOf('GUANCE_') ? { ...jiraSettings(), ...env } : env);
      } else if (block.language === 'sh') await typeAll(commandsOf(block));
    }
  });

  async function typeAll(commands: readonly string[]): Promise<void> {
    for (const command of commands) {
      const how = RUN.get(command);
      // By hand they take the ports of `npm start`.
      if (command.endsWith('npm run receiver')) await terminal.interrupt();
      if (how) await terminal.type(settled(lighter(command)), how);
    }
  }

  /**
   * The command line is typed as it stands once. From then on, where the rings have built it, the same words go to that: from its sources,
   * and by npm, each takes three seconds of a processor instead of one.
   */
  function lighter(command: string): string {
    if (!command.startsWith(CLI)) return command;
    const { file, args } = programOf('apps/cli/src/main.ts');
    const isBuilt = !file.endsWith('.ts');
    const before = cliTyped;
    cliTyped = true;
    return isBuilt && before ? command.replace(CLI, [process.execPath, file, ...args, ''].join(' ')) : command;
  }

  /** A worker with these settings knows its Jira, and Jira knows it. */
  async function startWorkerWith(settings: Record<string, string>): Promise<void> {
    const port = String(await freePort());
    const app = createApp({
      name: 'worker',
      file: 'apps/worker/src/main.ts',
      readyUrl: `http://127.0.0.1:${port}/readyz`,
      env: { ...redis.env, WORKER_HOST: '127.0.0.1', WORKER_PORT: port, ...settings },
    });
    await redis.call('FLUSHALL');
    const jira = [cloud, dataCenter].find(({ url }) => url === settings.JIRA_URL);
    const before = (await jira?.requests())?.length ?? 0;
    try {
      await app.start();
      await waitFor('a login that Jira takes', async () =>
        (await jira?.requests())?.slice(before).some(({ path, status }) => path.endsWith('/myself') && status === 200),
      );
      const troubles = app.log.all.filter(({ level }) => level === 'warn' || level === 'error');
      // Where Jira holds issues from before, it may say so of the Redis that was emptied here.
      expect(troubles.filter(({ reason }) => reason !== 'emptied')).toEqual([]);
    } finally {
      await app.stop();
    }
  }

  /** What a guide takes as known that tells of something else. */
  function jiraSettings(): Record<string, string> {
    return { ...cloud.env, JIRA_PROJECT: 'OPS', JIRA_ISSUE_TYPE: 'Task' };
  }

  /** A receiver takes these settings. */
  async function startReceiverWith(settings: Record<string, string>): Promise<void> {
    const [port, metricsPort] = [String(await freePort()), String(await freePort())];
    const app = createApp({
      name: 'receiver',
      file: 'apps/receiver/src/main.ts',
      readyUrl: `http://127.0.0.1:${port}/healthz`,
      env: {
        ...redis.env,
        ...{ RECEIVER_HOST: '127.0.0.1', RECEIVER_PORT: port, METRICS_PORT: metricsPort },
        ...{ WEBHOOK_TOKENS: 'a-token-for-the-test', SPOOL_DIR: join(dir, 'spool'), ...settings },
      },
    });
    try {
      await app.start();
    } finally {
      await app.stop();
    }
  }

  /** A console takes these settings. */
  async function startConsoleWith(settings: Record<string, string>): Promise<void> {
    const port = String(await freePort());
    const app = createApp({
      name: 'console',
      file: 'apps/console/src/main.ts',
      readyUrl: `http://127.0.0.1:${port}/healthz`,
      env: { ...redis.env, ADMIN_PORT: port, DASHBOARD_PASSWORD: 'a-password-for-the-test', ...settings },
    });
    try {
      await app.start();
    } finally {
      await app.stop();
    }
  }

  async function sendPrintedLine(): Promise<string> {
    return terminal.type(/^curl .*$/m.exec(terminal.output())?.[0] ?? 'false', {});
  }

  /** What stands for something in the documents, as it is here. */
  function settled(text: string): string {
    const token = /webhook\/guance\/(\w+)/.exec(terminal.output())?.[1] ?? '';
    const here: [string, string][] = [
      ['https://alerts.example.com', `http://127.0.0.1:${ports.receiver}`],
      ['http://127.0.0.1:8080/', `http://127.0.0.1:${ports.receiver}/`],
      ['http://127.0.0.1:8082/', `http://127.0.0.1:${ports.worker}/`],
      ['the-token-from-above', token],
      ['https://openapi.guance.com', 'http://127.0.0.1:9'],
      ['https://example.atlassian.net', cloud.url],
      ['http://jira.example.com:8080/jira', dataCenter.url],
      ['redis://127.0.0.1:6379', redis.url],
      ['/var/backups', dir],
      ['JIRA_USER=guance-bot', 'JIRA_USER=bot'],
      ['JIRA_PASSWORD=the-password', 'JIRA_PASSWORD=sandbox-password'],
      ['someone@example.com', 'pacher@example.com'],
    ];
    const tokens = text.replace(/^JIRA_TOKEN=\S+/m, 'JIRA_TOKEN=sandbox-token');
    return here.reduce((all, [from, to]) => all.replaceAll(from, to), tokens);
  }
});

function envOf(text: string): Record<string, string> {
  const lines = text.split('\n').map((line) => line.replace(/\s+#.*/, ''));
  return Object.fromEntries(lines.filter(Boolean).map((line) => [line.replace(/=.*/, ''), line.replace(/^\w+=/, '')]));
}
