import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { banner } from './banner.ts';
import { nodeService, type Program } from './processes/node-service.ts';
import { createOutput, type Output } from './processes/output.ts';
import { nextFreePort } from './processes/ports.ts';
import { type Service, StackFailed, type Supervised, supervise } from './processes/supervise.ts';
import { noRedis } from './redis/no-redis.ts';
import { redisService } from './redis/redis-service.ts';
import { NoRedis, resolveRedis } from './redis/resolve-redis.ts';
import { freshEventId, recoveryCurl, sampleCurl } from './sample-curl.ts';
import { withGuance } from './settings/guance-sandbox.ts';
import { languageIn, speaksEnglish } from './settings/language.ts';
import { keptSecret, writeSecret } from './settings/secrets.ts';
import { type Env, type Ports, stackSettings } from './settings/settings.ts';
import { stackFileOf, writeStackFile } from './settings/stack-file.ts';
import { webhookToken } from './settings/webhook-token.ts';
import { holdAlone } from './single.ts';

/** What the stack starts, which is source in a clone and built in the package. */
export interface Programs {
  readonly program: (name: 'sandbox' | 'guance-sandbox' | 'worker' | 'receiver' | 'console') => Program;
  /** A Redis in memory, for a look around where there is no other; without it the stack does not start there. */
  readonly memoryRedis?: string;
}

export interface StackOptions extends Programs {
  /** Where `.env` is, and where paths in the settings begin. */
  readonly folder: string;
  /** Folder for everything that must survive a restart. */
  readonly dataDir: string;
  readonly env: Env;
  readonly write: (text: string) => void;
}

export interface Stack {
  /** Rejects with StackFailed when a service is given up. */
  readonly failed: Promise<void>;
  /** Stops all, each while it still has what it needs: the small Guance, console, receiver, worker, the small Jira, Redis. */
  stop(): Promise<void>;
  /** Ends all at once. */
  kill(): void;
}

/**
 * Starts Redis, the sandboxes (unless `JIRA_URL` is set), the worker, the receiver and the console as processes, and prints how to
 * use them once all are ready.
 * @throws StackFailed when one of them cannot run
 */
export async function startStack(options: StackOptions, onStarted: (stack: Stack) => void): Promise<void> {
  const { folder: cwd, program, memoryRedis, dataDir, env } = options;
  const output = createOutput(options.write, env.LOG_FORMAT === 'json');
  const release = await holdAlone(dataDir);
  const running: Supervised[] = [];
  let forget = () => {};
  let giveUp: (reason: unknown) => void = () => {};
  const failed = new Promise<void>((_, reject) => {
    giveUp = reject;
  });
  failed.catch(() => {});
  const launch = async (services: readonly Service[]) => {
    const started = services.map((service) => supervise(service, output));
    running.push(...started);
    for (const one of started) one.failed.catch(giveUp);
    await Promise.all(started.map((one) => one.ready));
  };
  onStarted({
    failed,
    kill() {
      for (const one of running) one.kill();
    },
    async stop() {
      for (const one of running.toReversed()) await one.stop();
      forget();
      release();
    },
  });

  const allowMemory = memoryRedis !== undefined;
  const choice = await resolveRedis({ dataDir, env, allowMemory, report: output.say }).catch((error: unknown) => {
    throw error instanceof NoRedis ? new StackFailed(noRedis(error.reason, languageIn(env)), 78) : error;
  });
  output.say(`Redis: ${choice.words}`);
  const redis = await redisService(choice, dataDir, memoryRedis);
  if (redis.service) await launch([redis.service]);

  const ports = await choosePorts(env, output);
  const secret = (name: string) => keptSecret(join(dataDir, 'secrets', name));
  const facts = {
    ...{ env, ports, redisUrl: redis.url, dataDir },
    webhookToken: await secret('webhook-token'),
    dashboardPassword: await secret('dashboard-password'),
    sandboxToken: await secret('sandbox-token'),
  };
  const settings = withGuance(stackSettings(facts), facts, {
    port: ports.guance,
    key: await secret('guance-key'),
    keysFile: join(dataDir, 'secrets', 'guance-api-keys'),
    jiraWebhookToken: await secret('jira-webhook-token'),
    jiraWebhookSecret: await secret('jira-webhook-secret'),
  });
  for (const { file, text } of settings.files) await writeSecret(file, text);
  if (settings.sandbox) {
    const url = `http://127.0.0.1:${ports.sandbox}/`;
    await launch([nodeService({ name: 'sandbox', program: program('sandbox'), cwd, env: settings.sandbox, url })]);
  }
  await launch([
    nodeService({
      name: 'worker',
      program: program('worker'),
      cwd,
      env: settings.worker,
      url: `http://127.0.0.1:${ports.worker}/readyz`,
    }),
    nodeService({
      name: 'receiver',
      program: program('receiver'),
      cwd,
      env: settings.receiver,
      url: `http://127.0.0.1:${ports.receiver}/readyz`,
    }),
    nodeService({
      name: 'console',
      program: program('console'),
      cwd,
      env: settings.console,
      url: `http://127.0.0.1:${ports.admin}/healthz`,
    }),
    ...(settings.guance === undefined
      ? []
      : [
          nodeService({
            name: 'guance',
            program: program('guance-sandbox'),
            cwd,
            env: settings.guance,
            url: `http://127.0.0.1:${ports.guance}/`,
          }),
        ]),
  ]);

  forget = await writeStackFile(dataDir, stackFileOf(settings, { redisUrl: redis.url, ports, dataDir }));
  const sample = speaksEnglish(env) ? ENGLISH_SAMPLE : SAMPLE;
  const at = (path: string) => `http://127.0.0.1:${ports.receiver}/webhook/${path}`;
  const fromOutside = (url: string) =>
    env.PUBLIC_URL ? url.replace(/^http:\/\/[^/]+/, env.PUBLIC_URL.replace(/\/$/, '')) : url;
  const here = at(`guance/${webhookToken(settings.receiver)}`);
  const jiraToken = settings.sandbox ? '' : webhookToken(settings.receiver, undefined, 'JIRA_WEBHOOK_TOKENS');
  options.write(
    banner({
      consoleUrl: `http://127.0.0.1:${ports.admin}/`,
      dashboardUser: env.DASHBOARD_USER || 'admin',
      dashboardPassword: settings.console.DASHBOARD_PASSWORD ?? '(in DASHBOARD_PASSWORD_FILE)',
      webhookUrl: fromOutside(here),
      jiraWebhookUrl: jiraToken === '' ? null : fromOutside(at(`jira/${jiraToken}`)),
      jiraUrl: settings.worker.JIRA_URL ?? '(in JIRA_URL_FILE)',
      sandbox: settings.sandbox !== undefined,
      guanceUrl: settings.guance === undefined ? null : `http://127.0.0.1:${ports.guance}/`,
      redis: choice.words,
      forgets: choice.kind === 'memory',
      curl: sampleCurl(here, freshEventId(), sample),
      recoveryCurl: recoveryCurl(here, freshEventId(), sample),
      language: languageIn(env),
    }),
  );
}

/** Guance names the language of an alert, and its issue is written in it. */
const SAMPLE = fileURLToPath(new URL('../../../samples/guance/01-monitor-critical.json', import.meta.url));
const ENGLISH_SAMPLE = fileURLToPath(new URL('../../../samples/guance/01-monitor-critical.en.json', import.meta.url));

/** The usual ports, or the next free ones, which is said. */
async function choosePorts(env: Env, output: Output): Promise<Ports & { guance: number }> {
  const taken = new Set<number>();
  const choose = async (name: string, usual: number) => {
    const wanted = Number(env[name] || usual) || usual;
    const port = await nextFreePort(wanted, taken);
    taken.add(port);
    if (port !== wanted) output.say(`${name}: port ${wanted} is busy, taking ${port}`);
    return port;
  };
  return {
    receiver: await choose('RECEIVER_PORT', 8080),
    admin: await choose('ADMIN_PORT', 8081),
    worker: await choose('WORKER_PORT', 8082),
    metrics: await choose('METRICS_PORT', 8084),
    sandbox: await choose('SANDBOX_PORT', 8090),
    guance: await choose('GUANCE_SANDBOX_PORT', 8091),
  };
}
