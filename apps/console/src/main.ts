import { readFileSync } from 'node:fs';
import {
  ConfigInvalid,
  closeOnSignals,
  collectAfterStart,
  createLogger,
  createMetrics,
  errorFields,
  loadEnv,
  textOf,
} from '@guance-jira/service';
import { ConsoleEnv, crossCheck } from './config.ts';
import { startConsole } from './start.ts';

const GRACE_MS = 5_000;

try {
  const { config, secrets } = loadEnv(ConsoleEnv, process.env, (path) => textOf(readFileSync(path)), crossCheck);
  const log = createLogger({ ...config, service: 'console', secrets, terminal: process.stdout.isTTY === true });
  try {
    const { close } = await startConsole(config, { log, metrics: createMetrics('console') });
    closeOnSignals(close, log, GRACE_MS);
    collectAfterStart();
  } catch (error) {
    if (error instanceof ConfigInvalid) throw error;
    log.error('the console cannot start', errorFields(error));
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof ConfigInvalid)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
