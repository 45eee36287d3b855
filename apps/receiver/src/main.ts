import { readFileSync } from 'node:fs';
import { redisFaults } from '@guance-jira/queue';
import {
  ConfigInvalid,
  closeOnSignals,
  collectAfterStart,
  createLogger,
  createMetrics,
  errorFields,
  loadEnv,
  notifyFaults,
  textOf,
} from '@guance-jira/service';
import { ReceiverEnv, tokenValues } from './config.ts';
import { inheritedSocket } from './http/inherited-socket.ts';
import { tellMovedSettings } from './moved-settings.ts';
import { startReceiver } from './start.ts';

const GRACE_MS = 20_000;

try {
  const crossCheck = (values: NodeJS.ProcessEnv) => [...redisFaults(values), ...notifyFaults(values)];
  const { config, secrets } = loadEnv(ReceiverEnv, process.env, (path) => textOf(readFileSync(path)), crossCheck);
  const log = createLogger({
    ...config,
    service: 'receiver',
    secrets: [...secrets, ...tokenValues(config)],
    terminal: process.stdout.isTTY === true,
  });
  tellMovedSettings(process.env, log);
  try {
    const receiver = await startReceiver(config, {
      log,
      metrics: createMetrics('receiver'),
      socket: inheritedSocket(process.env, process.pid),
    });
    closeOnSignals(receiver.close, log, GRACE_MS);
    collectAfterStart();
  } catch (error) {
    if (error instanceof ConfigInvalid) throw error;
    log.error('the receiver cannot start', errorFields(error));
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof ConfigInvalid)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
