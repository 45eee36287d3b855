import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnNode } from '@guance-jira/local-stack';
import { afterEach, describe, expect, it } from 'vitest';
import { ConsoleEnv } from '../apps/console/src/config.ts';
import { ReceiverEnv } from '../apps/receiver/src/config.ts';
import { WorkerEnv } from '../packages/operations/src/index.ts';
import {
  type App,
  type Jira,
  programOf,
  repoRoot,
  SHORT_TIMEOUTS,
  type Stack,
  sampleEvent,
  sendTo,
  startStack,
  waitFor,
} from './harness/index.ts';
import { type Robot, startRobot } from './notify/robot.ts';
import { createTlsRedis, type TlsRedis } from './redis/tls.ts';
import { leaks, type Mark, mark, secretNames } from './secrets/marks.ts';
import { bytesUnder, textOf, textOfDashboard, textOfRedis } from './secrets/places.ts';
import { type Recorder, startRecorder } from './secrets/recorder.ts';
import { type Collector, startCollector } from './traces/collector.ts';

/** One secret for each setting and each field of an event that can hold one. A new secret setting must be planted here too. */
const token = mark('WEBHOOK_TOKENS', (core) => `a/${core}+"%&=_end`);
const FIELDS = {
  df_alert_info: mark('df_alert_info'),
  df_meta: mark('df_meta'),
  df_user_email: mark('df_user_email', (core) => `${core}@example.com`),
  df_at_accounts: mark('df_at_accounts'),
  df_at_accounts_nodata: mark('df_at_accounts_nodata'),
  df_message_at_accounts: mark('df_message_at_accounts'),
  df_nodata_message_at_accounts: mark('df_nodata_message_at_accounts'),
  df_matched_alert_members: mark('df_matched_alert_members'),
  df_matched_alert_upgrade_members: mark('df_matched_alert_upgrade_members'),
  df_matched_alert_member_groups: mark('df_matched_alert_member_groups'),
};
const redisPassword = mark('REDIS_URL');
const sentinelPassword = mark('REDIS_SENTINEL_PASSWORD');
const dashboard = mark('DASHBOARD_PASSWORD');
const readOnly = mark('DASHBOARD_READONLY_PASSWORD');
const robotToken = mark('NOTIFY_URL', (core) => core);
const robotSecret = mark('NOTIFY_SECRET');
const traceHeader = mark('OTEL_EXPORTER_OTLP_HEADERS', (core) => core);
const jiraSecret = mark('JIRA_TOKEN or JIRA_PASSWORD');
const gatewayKey = mark('JIRA_HEADERS');
const jiraToken = mark('JIRA_WEBHOOK_TOKENS', (core) => core);
const signingSecret = mark('JIRA_WEBHOOK_SECRET');
const guanceKey = mark('GUANCE_API_KEYS', (core) => core);
const clientToken = mark('GUANCE_CLIENT_TOKENS', (core) => core);
const basic = (user: string, { value }: Mark) => `Basic ${Buffer.from(`${user}:${value}`).toString('base64')}`;

let stack: Stack;
let robot: Robot;
let recorder: Recorder;
let collector: Collector;
let redis: TlsRedis;
afterEach(async () => {
  redis?.kill('SIGCONT');
  await stack?.close();
  await robot?.close();
  await recorder?.close();
  await collector?.close();
});

describe.each([
  ['cloud', 'variables'],
  ['datacenter', 'files'],
] as const)('with %s, and the settings given as %s', (dialect, given) => {
  it('no secret is found in any log, answer, message, request, page, metric, key or file', {
    timeout: 300_000,
  }, async () => {
    const key = await prepare(dialect, given);
    const keyMark: Mark = { name: 'REDIS_TLS_KEY', core: key.split('\n')[1] ?? '', value: key };
    const settings = [
      token,
      redisPassword,
      sentinelPassword,
      dashboard,
      readOnly,
      robotToken,
      robotSecret,
      traceHeader,
      jiraSecret,
      gatewayKey,
      jiraToken,
      signingSecret,
      guanceKey,
      clientToken,
    ];
    const marks = [...settings, keyMark, ...Object.values(FIELDS)];
    const answers: string[] = [];
    const send = async (body: unknown, headers: Record<string, string> = {}) => {
      const answer = await sendTo(webhook(), body, headers);
      answers.push(JSON.stringify(answer));
      return answer;
    };

    // Success: each field that can hold a secret does, and our own address stands in the words of the alert.
    const done = secretEvent('made');
    await send([done]);
    await outcome(done.df_event_id, 'created');
    await send(`告警标题\n\nsee ${webhook()}`, { 'content-type': 'text/plain' });
    // Else its create could meet the refusal below.
    await stack.waitFor('both issues', () => stack.worker.log.named('event handled').length === 2);

    // What is refused at the door.
    await send(JSON.stringify({ ...secretEvent('bad'), df_title: token.value }).slice(0, -1));
    await send(`<alert>${JSON.stringify(secretEvent('bad'))}</alert>`, { 'content-type': 'application/xml' });
    const wrong = settings.map(({ value }) => `${stack.receiverUrl}/webhook/guance/x${encodeURIComponent(value)}`);
    answers.push(
      await textOf([
        ...wrong,
        `${webhook()}/deeper?token=${token.core}`,
        `${stack.receiverUrl}/${token.core}`,
        webhook(),
      ]),
      ...(await Promise.all(wrong.map(async (url) => JSON.stringify(await sendTo(url, '{}'))))),
      await textOf([`${stack.adminUrl}/dashboard`], { authorization: basic('admin', token) }),
    );

    // A gateway before Jira that quotes the whole request in its refusal.
    const login = recorder.asked[0]?.headers.authorization ?? '';
    const words = [
      `Denied: Authorization: ${login}`,
      ...[`bot:${jiraSecret.value}`, encodeURIComponent(jiraSecret.value), `X-Gateway-Key: ${gatewayKey.value}`],
    ];
    await stack.jira.control('POST', '/faults', {
      path: 'create',
      action: { respond: { status: 400, body: { errorMessages: words, errors: {} } } },
    });
    const failing = secretEvent('failed');
    await send(failing);
    await outcome(failing.df_event_id, 'failed');
    await waitFor('the message about it', () => JSON.stringify(robot.messages).includes('Denied'));

    // Redis silent: the event waits on disk.
    await stack.redis.kill('SIGSTOP');
    const spooled = secretEvent('spooled');
    expect(JSON.stringify((await send(spooled)).body)).toContain('"spooled"');
    const spool = bytesUnder(join(stack.dir, 'spool'));
    const down = await textOf(
      [`${stack.receiverUrl}/readyz`, `${stack.metricsUrl}/metrics`, `${stack.adminUrl}/metrics`],
      {
        authorization: basic('admin', dashboard),
      },
    );
    await stack.redis.kill('SIGCONT');
    await outcome(spooled.df_event_id, 'created');

    // The login refused; what is sent now waits.
    await refuseLogin(dialect);
    const waiting = secretEvent('waiting');
    await send(waiting);
    await stack.waitFor('the warning', () => stack.worker.log.named('jira refuses the login')[0]);

    const jobs = [done, failing, spooled, waiting].map(({ df_event_id: id }) => `ev_${id}`);
    const workerUrl = `http://127.0.0.1:${stack.worker.env.WORKER_PORT}`;
    const places = {
      spool,
      answers: [...answers, down].join('\n'),
      'dashboard of the admin': await textOfDashboard(stack, basic('admin', dashboard), jobs),
      'dashboard of the reader': await textOfDashboard(stack, basic('viewer', readOnly), jobs),
      worker: await textOf(['/metrics', '/readyz', '/healthz', '/x'].map((path) => workerUrl + path)),
      redis: await textOfRedis(stack.redis),
      'redis on disk': bytesUnder(join(stack.dir, 'redis')),
      issues: JSON.stringify(await stack.jira.issues()),
      requests: recorder.asked
        .map(
          ({ line, headers: { authorization, 'x-gateway-key': key, 'df-api-key': guance, ...others }, body }) =>
            `${line}\n${JSON.stringify(others)}\n${body}`,
        )
        .join('\n'),
      messages: JSON.stringify(robot.messages),
    };
    const crashes = await crash(keyMark);
    await waitFor('the traces', () => collector.spans.some(({ name }) => name === 'process events'));
    const faults = await faultySettings(settings, given);
    const logs = [stack.receiver, stack.worker, stack.console].map(({ log }) => log.text).join('\n');

    // First that the right things were looked at.
    for (const [place, expected] of [
      ['spool', spooled.df_event_id],
      ['answers', 'invalid_json'],
      ['dashboard of the admin', failing.df_event_id],
      ['dashboard of the reader', 'Jira create: answered 400: Denied'],
      ['worker', 'guance_jira_requests_total'],
      ['redis', waiting.df_event_id],
      ['redis on disk', done.df_event_id],
      ['issues', done.df_event_id],
      ['requests', done.df_event_id],
      ['messages', 'Denied'],
    ] as const)
      expect(places[place], place).toContain(expected);
    expect(logs).toContain(`"eventId":"${done.df_event_id}"`);
    expect(crashes).toEqual([
      expect.stringContaining('stopping after an uncaught error'),
      expect.stringContaining('stopping after an uncaught error'),
      expect.stringContaining('stopping after an uncaught error'),
    ]);
    expect(faults.every((text) => /[A-Z_]+: /.test(text))).toBe(true);

    expect(collector.raw).toContain('/webhook/guance/{token}');
    expect(
      leaks({ ...places, traces: collector.raw, logs, crashes: crashes.join('\n'), faults: faults.join('\n') }, marks),
    ).toEqual([]);
  });
});

it('every setting that is marked secret is planted', () => {
  const planted = [
    token,
    redisPassword,
    sentinelPassword,
    dashboard,
    readOnly,
    robotToken,
    robotSecret,
    traceHeader,
    gatewayKey,
    jiraToken,
    signingSecret,
    guanceKey,
    clientToken,
  ]
    .map(({ name }) => name)
    // The key for Jira in e2e/transport.test.ts, since here Jira speaks no TLS; the client secret in e2e/oauth.test.ts.
    .concat('REDIS_TLS_KEY', 'JIRA_TLS_KEY', 'JIRA_TOKEN', 'JIRA_PASSWORD', 'JIRA_OAUTH_CLIENT_SECRET');

  expect(new Set([ReceiverEnv, WorkerEnv, ConsoleEnv].flatMap(secretNames))).toEqual(new Set(planted));
});

/** Starts everything, with Redis over TLS. Returns the key that is a secret too. */
async function prepare(dialect: 'cloud' | 'datacenter', given: 'variables' | 'files'): Promise<string> {
  robot = await startRobot(robotToken.value);
  stack = await startStack({
    dialect,
    started: false,
    redis: async (dir) => {
      redis = await createTlsRedis(dir, 'yes');
      return redis;
    },
  });
  await redis.call('ACL', 'SETUSER', 'bridge', 'on', `>${redisPassword.value}`, '~*', '&*', '+@all');
  recorder = await startRecorder(stack.jira.url);
  collector = await startCollector();
  const login = dialect === 'cloud' ? { apiToken: jiraSecret.value } : { password: jiraSecret.value };
  await stack.jira.control('PUT', '/settings', { accounts: { bot: login } });
  const { cert, ca, key } = redis.certificates;
  const privateKey = readFileSync(key, 'utf8');
  const { port } = new URL(redis.env.REDIS_URL ?? '');
  const shared = {
    NODE_EXTRA_CA_CERTS: ca,
    REDIS_URL: `rediss://bridge:${encodeURIComponent(redisPassword.value)}@127.0.0.1:${port}/0`,
    REDIS_SENTINEL_PASSWORD: sentinelPassword.value,
    REDIS_TLS_CERT: readFileSync(cert, 'utf8'),
    REDIS_TLS_KEY: privateKey,
    NOTIFY_URL: robot.url,
    NOTIFY_KIND: 'dingtalk',
    NOTIFY_SECRET: robotSecret.value,
    NOTIFY_AFTER: '1s',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${traceHeader.value}`,
    NODE_OPTIONS: `--import ${repoRoot}/e2e/secrets/crash.mjs`,
  };
  const jira: Partial<Jira['env']> = { ...stack.jira.env, JIRA_URL: recorder.url };
  const secret = dialect === 'cloud' ? 'JIRA_TOKEN' : 'JIRA_PASSWORD';
  Object.assign(stack.worker.env, shared, SHORT_TIMEOUTS, jira, {
    [secret]: jiraSecret.value,
    JIRA_HEADERS: `X-Gateway-Key: ${gatewayKey.value}`,
    GUANCE_API_URL: recorder.url,
    GUANCE_API_KEYS: `wksp_1:${guanceKey.value}`,
    GUANCE_CLIENT_TOKENS: `wksp_1:${clientToken.value}`,
    CRASH_HOW: 'reject',
    CRASH_WORDS: wordsOf('worker'),
  });
  Object.assign(stack.receiver.env, shared, {
    WEBHOOK_TOKENS: `guance:${token.value}`,
    JIRA_WEBHOOK_TOKENS: `jira:${jiraToken.value}`,
    JIRA_WEBHOOK_SECRET: signingSecret.value,
    CRASH_WORDS: wordsOf('receiver'),
  });
  Object.assign(stack.console.env, shared, {
    DASHBOARD_PASSWORD: dashboard.value,
    DASHBOARD_READONLY_PASSWORD: readOnly.value,
    CRASH_WORDS: wordsOf('console'),
  });
  if (given === 'files') {
    await asFiles(stack.receiver, secretNames(ReceiverEnv));
    await asFiles(stack.worker, secretNames(WorkerEnv));
    await asFiles(stack.console, secretNames(ConsoleEnv));
  }
  // The worker first: a receiver that sees none tells of it.
  await stack.worker.start();
  await stack.receiver.start();
  await stack.console.start();
  return privateKey;
}

async function asFiles({ name, env }: App, names: readonly string[]): Promise<void> {
  const folder = join(stack.dir, 'secrets', name);
  await mkdir(folder, { recursive: true });
  for (const variable of names) {
    const value = env[variable];
    if (value === undefined) continue;
    await writeFile(join(folder, variable), `${value}\n`);
    delete env[variable];
    env[`${variable}_FILE`] = join(folder, variable);
  }
}

function webhook(): string {
  return `${stack.receiverUrl}/webhook/guance/${encodeURIComponent(token.value)}`;
}

function secretEvent(title: string) {
  const fields = Object.entries(FIELDS).map(([name, { value }]) => [name, JSON.stringify([{ url: value, to: value }])]);
  return sampleEvent({
    ...Object.fromEntries(fields),
    df_title: title,
    df_message: `sent to ${webhook()} and ${stack.receiverUrl}/webhook/guance/${token.value}`,
    df_dimension_tags: JSON.stringify({ host: 'web-1', url: token.value }),
    nested: { list: [{ url: webhook() }] },
  });
}

async function outcome(id: string, wanted: string): Promise<void> {
  await stack.waitFor(`${id} ${wanted}`, () =>
    stack.worker.log.named('event handled').find((line) => line.eventId === id && line.outcome === wanted),
  );
}

async function refuseLogin(dialect: 'cloud' | 'datacenter'): Promise<void> {
  const login = dialect === 'cloud' ? { apiToken: 'another' } : { password: 'another' };
  await stack.jira.control('PUT', '/settings', { accounts: { bot: login } });
}

function wordsOf(name: string): string {
  return join(stack.dir, `words-of-${name}`);
}

/** Each program meets an error that quotes all secrets it knows; what it says while it ends. */
async function crash(key: Mark): Promise<string[]> {
  const redisSecrets = [redisPassword, sentinelPassword, key];
  const both = [...redisSecrets, robotToken, robotSecret, traceHeader];
  const known: [App, Mark[]][] = [
    [stack.receiver, [...both, token, jiraToken, signingSecret]],
    [stack.worker, [...both, jiraSecret, gatewayKey, guanceKey]],
    [stack.console, [...redisSecrets, dashboard, readOnly]],
  ];
  return await Promise.all(
    known.map(async ([app, own]) => {
      const words = own.flatMap((one) => [one.value, encodeURIComponent(one.value), basic('bot', one)]);
      await writeFile(wordsOf(app.name), [...words, JSON.stringify(own.map(({ value }) => value))].join(' '));
      const before = app.log.text.length;
      app.child?.kill('SIGWINCH');
      const exit = await app.child?.exited;
      expect(exit?.code).toBe(1);
      await app.kill();
      return app.log.text.slice(before);
    }),
  );
}

/** What the programs say of settings in which every secret stands in a wrong place too, and of a port that is taken. */
async function faultySettings(settings: readonly Mark[], given: 'variables' | 'files'): Promise<string[]> {
  const values = settings.map(({ value }) => value);
  const wrong = Object.fromEntries(
    [
      'RECEIVER_PORT',
      'WORKER_PORT',
      'METRICS_PORT',
      'ADMIN_PORT',
      'DASHBOARD_USER',
      'LOG_LEVEL',
      'JIRA_URL',
      'NOTIFY_AFTER',
      'NOTIFY_KIND',
      'REDIS_CLUSTER_NODES',
      'TRUST_PROXY',
      'JIRA_RETRY_FOR',
      'KEEP_FAILED',
      'JIRA_TOKEN_EXPIRES',
      'WEBHOOK_TOKENS',
      'REDIS_PREFIX',
    ].map((name, index) => [name, `${values[index % values.length]} ${values[0]}`]),
  );
  const { port } = new URL(recorder.url);
  const taken = { RECEIVER_PORT: port, WORKER_PORT: port, ADMIN_PORT: port };
  const runs = [stack.receiver, stack.worker, stack.console].flatMap((app) => [
    run(app, { ...app.env, ...wrong }),
    // Once: a program that gets as far as its port takes a second of a processor.
    ...(given === 'files' ? [run(app, { ...app.env, ...taken })] : []),
  ]);
  return await Promise.all(runs);
}

async function run(app: App, env: Record<string, string>): Promise<string> {
  const program = programOf(`apps/${app.name}/src/main.ts`);
  const child = spawnNode(app.name, program.file, {
    cwd: repoRoot,
    args: program.args,
    env: { PATH: process.env.PATH, ...program.env, LOG_FORMAT: 'json', ...env },
  });
  const lines: string[] = [];
  child.onLine((line) => lines.push(line));
  const { code } = await child.exited;
  expect([1, 78]).toContain(code);
  return lines.join('\n');
}
