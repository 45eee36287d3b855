import { execFile, spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Child, freePort, spawnNode } from '@guance-jira/local-stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedis, repoRoot, sampleEvent, sendTo, type TestRedis, waitFor } from '../harness/index.ts';
import { isInContext, readDockerfile } from './dockerfile.ts';

const { text, stages } = readDockerfile();
const [building, last] = stages;
if (!building || !last || stages.length !== 2) throw new Error('the Dockerfile has other stages than it had');

describe('the image', () => {
  it('comes from mirrors where they are named, for any processor', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Docker's own form of a variable
    expect(building.base).toBe('${IMAGE_PREFIX}node:26-bookworm-slim AS build');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Docker's own form of a variable
    expect(last.base).toBe('${IMAGE_PREFIX}debian:bookworm-slim');
    expect(text).toMatch(/^ARG NPM_REGISTRY=""$/m);
    expect(text).not.toMatch(/--platform=|amd64\/|x86_64/);
  });

  it('downloads what hangs on the lockfile before it has the sources', () => {
    const steps = building.instructions.map(({ word, rest }) => `${word} ${rest}`);
    const [fetch, sources] = [steps.findIndex((step) => step.includes('--fetch')), steps.indexOf('COPY . .')];

    expect(steps.slice(0, fetch).filter((step) => step.startsWith('COPY'))).toEqual([
      'COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./',
      'COPY tools/setup.mjs tools/node-that-starts.mjs tools/',
    ]);
    expect(fetch).toBeGreaterThan(0);
    expect(sources).toBeGreaterThan(fetch);
  });

  it('runs as a user without privileges, under tini, and tells its health', () => {
    expect(last.one('USER')).toBe('1000:1000');
    expect(JSON.parse(last.one('ENTRYPOINT'))).toEqual(['tini', '--', 'guance-jira']);
    expect(last.one('HEALTHCHECK')).toContain('process.env.HEALTH_URL');
    expect(last.all('COPY')).toEqual([
      '--from=build /usr/local/bin/node /usr/local/bin/node',
      '--from=build /app /app',
    ]);
    expect(last.all('RUN').join()).not.toMatch(/npm|curl|wget/);
  });

  it('gets neither secrets nor tests from this folder', () => {
    const sent = [
      'Dockerfile',
      'README.md',
      'apps/worker/src/main.ts',
      'config/rules.example.yaml',
      'deploy/systemd/common.env',
    ];
    const kept = [
      '.env',
      '.git/config',
      'secrets/jira-token',
      'apps/worker/src/rules/reload.test.ts',
      'e2e/a.ts',
      'node_modules/a/b.js',
      'tools/build/node_modules/c.js',
      'CONTRIBUTING.md',
      '.data/spool/a',
      'dist/lib/a.js',
    ];

    expect(sent.filter((file) => !isInContext(file))).toEqual([]);
    expect(kept.filter(isInContext)).toEqual([]);
  });
});

/** No engine is needed for this: its steps as commands, in a folder that holds what Docker would send. */
describe('what docker build would do', () => {
  let dir: string;
  let redis: TestRedis;
  let receiver: Child | undefined;
  const here = (step: string) => step.replaceAll(/(?<![\w.])\/app\b/g, join(dir, 'app'));

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'guance-jira-image-'));
    redis = await createRedis(join(dir, 'redis'));
    await redis.start();
    await mkdir(join(dir, 'src'));
    for (const { word, rest } of building.instructions) {
      if (word === 'COPY') await copy(rest);
      if (word === 'RUN')
        await promisify(execFile)('/bin/sh', ['-c', here(rest)], { cwd: join(dir, 'src'), env: ofBuild() });
    }
  }, 400_000);

  afterAll(async () => {
    await receiver?.stop(20_000);
    await redis?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('leaves a folder that takes an event, with the settings of the image and its health check', async () => {
    const [port, metrics] = [await freePort(), await freePort()];
    const env = {
      PATH: process.env.PATH,
      ...Object.fromEntries(
        [...last.one('ENV').matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
      ),
      HEALTH_URL: `http://127.0.0.1:${port}/healthz`,
      SPOOL_DIR: join(dir, 'spool'),
      ...{
        RECEIVER_PORT: String(port),
        METRICS_PORT: String(metrics),
        REDIS_URL: redis.url,
        WEBHOOK_TOKENS: 'token-of-the-image-test',
      },
    };
    const [program = ''] = JSON.parse(last.one('CMD'));
    receiver = spawnNode('receiver', join(dir, 'app/guance-jira.js'), { cwd: join(dir, 'app'), args: [program], env });
    await waitFor('the receiver', async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok);

    const answer = await sendTo(`http://127.0.0.1:${port}/webhook/guance/token-of-the-image-test`, sampleEvent());
    expect(answer.status).toBe(202);
    const [, ...check] = JSON.parse(last.one('HEALTHCHECK').replace(/^.*? CMD /, ''));
    expect(spawnSync(process.execPath, check, { env }).status).toBe(0);
    expect(spawnSync(process.execPath, check, { env: { ...env, HEALTH_URL: 'http://127.0.0.1:1/' } }).status).toBe(1);
  });

  it('leaves nothing else there, and less than 30 MB of it', async () => {
    expect(await readdir(join(dir, 'app'))).not.toEqual(expect.arrayContaining(['node_modules']));
    const files = globSync('**/*', { cwd: join(dir, 'app') }).map((file) => statSync(join(dir, 'app', file)));
    expect(files.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0)).toBeLessThan(30e6);
  });

  async function copy(rest: string): Promise<void> {
    const names = rest.split(' ');
    const target = names.pop() ?? '.';
    for (const name of names) {
      const files = name === '.' ? await filesOfContext() : [name];
      for (const file of files) {
        const to = name === '.' ? file : join(target, file.split('/').at(-1) ?? '');
        await mkdir(dirname(join(dir, 'src', to)), { recursive: true });
        await cp(join(repoRoot, file), join(dir, 'src', to));
      }
    }
  }
});

/** As git has them, with what is not committed yet. */
async function filesOfContext(): Promise<string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await promisify(execFile)('git', args, { cwd: repoRoot, maxBuffer: 16 * 1024 * 1024 });
  return stdout.split('\0').filter((file) => file !== '' && isInContext(file) && existsSync(join(repoRoot, file)));
}

/** This Node stands for that of the base; the registry is the one of this machine. */
function ofBuild(): NodeJS.ProcessEnv {
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
  const machine = Object.entries(process.env).filter(([name]) =>
    /^(HOME|npm_config_registry|pnpm_config_registry|https?_proxy|NODE_EXTRA_CA_CERTS)$/i.test(name),
  );
  return { ...Object.fromEntries(machine), PATH: path };
}
