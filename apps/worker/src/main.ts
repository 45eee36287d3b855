import { isatty } from 'node:tty';
import { accessOf } from '@guance-jira/jira';
import { RulesInvalid } from '@guance-jira/mapping';
import { credentialStore, crossCheck, WorkerEnv, whenFilesChange } from '@guance-jira/operations';
import {
  ConfigInvalid,
  closeOnSignals,
  collectAfterStart,
  createLogger,
  createMetrics,
  errorFields,
  loadEnv,
  recentSecrets,
  redactText,
} from '@guance-jira/service';
import { refusalText } from './rules/refusal-text.ts';
import { startWorker } from './start.ts';

/** Longer than one request to Jira may take, shorter than the 30 s after which containers are killed. */
const GRACE_MS = 25_000;
// A hang-up of the terminal ends the worker. Anything else that sends SIGHUP asks for the rules to be read again.
const terminal = process.stdout.isTTY;
let reloadRules = () => {};
process.on('SIGHUP', () => (terminal && !isatty(1) ? process.kill(process.pid, 'SIGTERM') : reloadRules()));
try {
  const load = whenFilesChange((readFile) => loadEnv(WorkerEnv, process.env, readFile, crossCheck));
  const { config, secrets } = load();
  const log = createLogger({ ...config, service: 'worker', secrets, terminal: process.stdout.isTTY });
  const credentials = credentialStore(() => {
    const { config: fresh, secrets: freshSecrets } = load();
    secrets.push(...freshSecrets.filter((secret) => !secrets.includes(secret)));
    return accessOf(fresh);
  });
  const own = { env: process.env, redact: (text: string) => redactText(text, secrets), hide: recentSecrets(secrets) };
  try {
    const worker = await startWorker(config, { log, metrics: createMetrics('worker'), credentials, ...own });
    reloadRules = worker.reloadRules;
    closeOnSignals(worker.close, log, GRACE_MS, ['SIGHUP']);
    collectAfterStart();
  } catch (error) {
    if (error instanceof ConfigInvalid || error instanceof RulesInvalid) throw error;
    log.error('the worker cannot start', errorFields(error));
    process.exit(1);
  }
} catch (error) {
  if (!(error instanceof ConfigInvalid || error instanceof RulesInvalid)) throw error;
  process.stderr.write(`${error instanceof RulesInvalid ? refusalText(error, process.env) : error.message}\n`);
  process.exit(78);
}
