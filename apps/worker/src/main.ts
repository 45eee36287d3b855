import { readFileSync } from 'node:fs';
import { RulesInvalid } from '@guance-jira/mapping';
import {
  ConfigInvalid,
  closeOnSignals,
  createLogger,
  createMetrics,
  loadEnv,
  traceSecrets,
} from '@guance-jira/service';
import { crossCheck, WorkerEnv } from './config.ts';
import { credentialStore } from './credentials.ts';
import { startWorker } from './start.ts';

/** Longer than one request to Jira may take, shorter than the 30 s after which containers are killed. */
const GRACE_MS = 25_000;

try {
  const load = () => loadEnv(WorkerEnv, process.env, (path) => readFileSync(path, 'utf8'), crossCheck);
  const { config, secrets } = load();
  secrets.push(...traceSecrets(config));
  const log = createLogger({ ...config, service: 'worker', secrets, terminal: process.stdout.isTTY });
  const credentials = credentialStore(() => {
    const { config: fresh, secrets: freshSecrets } = load();
    secrets.push(...freshSecrets);
    return { user: fresh.JIRA_USER, secret: fresh.JIRA_TOKEN ?? fresh.JIRA_PASSWORD ?? '' };
  });
  const worker = await startWorker(config, { log, metrics: createMetrics('worker'), credentials });
  closeOnSignals(worker.close, log, GRACE_MS);
} catch (error) {
  if (!(error instanceof ConfigInvalid || error instanceof RulesInvalid)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(78);
}
