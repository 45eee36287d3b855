/**
 * `docker compose up`, first of all: makes the secrets that the other services read as files, and prints the addresses. Each service
 * has a folder of its own, since only the worker may know the login of Jira.
 */
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { jiraFiles } from './jira-files.ts';
import { freshEventId, sampleCurl } from './sample-curl.ts';
import { keptSecret, writeSecret } from './secrets.ts';

const env = process.env;
const receiver = env.SECRETS_DIR ?? '/run/guance-jira';
const worker = env.WORKER_SECRETS_DIR ?? join(receiver, 'worker');
const sandbox = env.SANDBOX_SECRETS_DIR ?? join(receiver, 'sandbox');
for (const folder of [receiver, worker, sandbox]) {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
}

const token = await keptSecret(join(receiver, 'webhook-tokens'));
const password = await keptSecret(join(receiver, 'dashboard-password'));
const files = jiraFiles(env, await keptSecret(join(sandbox, 'sandbox-token')));
for (const [name, text] of Object.entries(files)) {
  await writeSecret(join(worker, name), text);
  // The prefix is the receiver's too. The rest once lay in its folder as well.
  if (name === 'redis-prefix') await writeSecret(join(receiver, name), text);
  else await rm(join(receiver, name), { force: true });
}
await rm(join(receiver, 'sandbox-token'), { force: true });

const webhook = `http://127.0.0.1:${env.RECEIVER_PORT ?? '8080'}/webhook/guance/${token}`;
process.stdout.write(
  [
    '',
    `Webhook    ${webhook}`,
    `Dashboard  http://127.0.0.1:${env.ADMIN_PORT ?? '8081'}/dashboard`,
    `           user admin, password ${password}`,
    `Jira       ${env.JIRA_URL || `http://127.0.0.1:${env.SANDBOX_PORT ?? '8090'}/  (sandbox; set JIRA_URL in .env for a real one)`}`,
    '',
    'Send the sample alert, from the folder of this clone:',
    sampleCurl(webhook, freshEventId(), 'samples/guance/01-monitor-critical.json'),
    '',
    '',
  ].join('\n'),
);
