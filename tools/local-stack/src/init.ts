/** `docker compose up`, first of all: makes the secrets that the other services read as files, and prints the addresses. */
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { jiraFiles } from './jira-files.ts';
import { freshEventId, sampleCurl } from './sample-curl.ts';
import { keptSecret, writeSecret } from './secrets.ts';

const env = process.env;
const folder = env.SECRETS_DIR ?? '/run/guance-jira';
await mkdir(folder, { recursive: true });
await chmod(folder, 0o700);

const kept = (name: string) => keptSecret(join(folder, name));
const [token, password, sandboxToken] = [
  await kept('webhook-tokens'),
  await kept('dashboard-password'),
  await kept('sandbox-token'),
];
const files = jiraFiles(env, sandboxToken);
for (const [name, text] of Object.entries(files)) await writeSecret(join(folder, name), text);

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
