/**
 * `docker compose up`, first of all: makes the secrets that the other services read as files, and prints the addresses. Each service
 * has a folder of its own, since only the worker may know the login of Jira, and only the console the password of the dashboard.
 */
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freshEventId, recoveryCurl, sampleCurl } from './sample-curl.ts';
import { jiraFiles } from './settings/jira-files.ts';
import { keptSecret, writeSecret } from './settings/secrets.ts';

const env = process.env;
const receiver = env.SECRETS_DIR ?? '/run/guance-jira';
const worker = env.WORKER_SECRETS_DIR ?? join(receiver, 'worker');
const dashboard = env.CONSOLE_SECRETS_DIR ?? join(receiver, 'console');
const sandbox = env.SANDBOX_SECRETS_DIR ?? join(receiver, 'sandbox');
for (const folder of [receiver, worker, dashboard, sandbox]) {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
}

const OF_CONSOLE = ['jira-url', 'jira-project', 'jira-issue-type'];

const token = await keptSecret(join(receiver, 'webhook-tokens'));
// It lay in the receiver's folder while the dashboard was a part of it.
const password = await keptSecret(join(dashboard, 'dashboard-password'), join(receiver, 'dashboard-password'));
const files = jiraFiles(env, await keptSecret(join(sandbox, 'sandbox-token')));
for (const [name, text] of Object.entries(files)) {
  await writeSecret(join(worker, name), text);
  // Where the issues are and by which rules, the console tells people.
  if (OF_CONSOLE.includes(name)) await writeSecret(join(dashboard, name), text);
  // All have one prefix. The rest once lay in the receiver's folder as well.
  if (name === 'redis-prefix') for (const folder of [receiver, dashboard]) await writeSecret(join(folder, name), text);
  else await rm(join(receiver, name), { force: true });
}
for (const name of ['sandbox-token', 'dashboard-password']) await rm(join(receiver, name), { force: true });

const webhook = `http://127.0.0.1:${env.RECEIVER_PORT ?? '8080'}/webhook/guance/${token}`;
const sample = 'samples/guance/01-monitor-critical.json';
const consoleUrl = `http://127.0.0.1:${env.ADMIN_PORT ?? '8081'}/`;
process.stdout.write(
  [
    '',
    `Console    ${consoleUrl}`,
    `Dashboard  ${consoleUrl}dashboard`,
    `           user admin, password ${password}`,
    `Webhook    ${webhook}`,
    `Jira       ${env.JIRA_URL || `http://127.0.0.1:${env.SANDBOX_PORT ?? '8090'}/  (sandbox; set JIRA_URL in .env for a real one)`}`,
    '',
    'Send the sample alert, from the folder of this clone:',
    sampleCurl(webhook, freshEventId(), sample),
    '',
    'And its recovery (told in the issue with JIRA_GROUP=fault in .env, or group: fault in the rules; else ignored):',
    recoveryCurl(webhook, freshEventId(), sample),
    '',
    '',
  ].join('\n'),
);
