/** A fault lab with a small Guance before and behind it: it sends the alerts, and its OpenAPI is asked. */
import { randomUUID } from 'node:crypto';
import { type GuanceSandbox, startGuanceSandbox } from '@guance-jira/guance-sandbox';
import { expect } from 'vitest';
import type { LogRecord, StackOptions } from '../harness/index.ts';
import { type FaultLab, openFaultLab } from './lab.ts';

export interface GuanceLab extends FaultLab {
  readonly guance: GuanceSandbox;
  lines(message: string): LogRecord[];
  /** The first line of a worker that fits. */
  named(message: string, fits: (line: LogRecord) => boolean): Promise<LogRecord>;
  /** An alert of a host of its own, whose issue stands. */
  burning(host?: string): Promise<{ host: string; objectId: string; ref: string; key: string; eventId: string }>;
  statusOf(objectId: string): string | undefined;
  /** A person closes the issue. */
  closedByPerson(key: string, resolution?: string): Promise<void>;
}

const WORKSPACE = 'wksp_e2e';
const KEY = 'key-of-the-workspace-e2e';
const TOKEN = 'wctn_of-the-workspace-e2e';
const FOUND_WITHIN_MS = 100_000;

export const BACK_RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 2s, reopenWithin: 24h, recover: {}, wontFix: ["Won't Do", 不予处理] }
routes: [{ name: all, back: { done: restore, wontFix: { mute: 7d } } }]
`;

export async function openGuanceLab(rules: string, options: StackOptions = {}): Promise<GuanceLab> {
  const guance = await startGuanceSandbox({
    ...{ workspaceUuid: WORKSPACE, apiKey: KEY, clientToken: TOKEN, disableAfterFailures: null },
  });
  const lab = await openFaultLab(rules, {
    ...options,
    workerEnv: {
      ...{ GUANCE_API_URL: guance.url, GUANCE_API_KEYS: `${WORKSPACE}:${KEY}` },
      ...{ GUANCE_CLIENT_TOKENS: `${WORKSPACE}:${TOKEN}`, LOG_LEVEL: 'debug', ...options.workerEnv },
    },
  });
  guance.control.set({ webhookUrl: lab.stack.receivers[0]?.webhookUrl ?? null });
  const lines = (message: string) => lab.stack.workers.flatMap(({ log }) => log.named(message));
  const named: GuanceLab['named'] = (message, fits) =>
    lab.stack.waitFor(message, () => lines(message).find(fits), FOUND_WITHIN_MS);
  const stateOf = (objectId: string) => guance.control.state().objects.find(({ id }) => id === objectId);
  return {
    ...lab,
    ...{ guance, lines, named },
    burning: async (host = `web-${randomUUID().slice(0, 8)}`) => {
      const objectId = guance.control.watch({ monitor: 'cpu', tags: { host } });
      const eventId = String(guance.control.fire(objectId).df_event_id);
      const line = await named('event handled', (one) => one.eventId === eventId);
      expect(line.outcome).toBe('created');
      return { host, objectId, ref: String(stateOf(objectId)?.ref), key: String(line.issueKey), eventId };
    },
    statusOf: (objectId) => stateOf(objectId)?.status,
    closedByPerson: (key, resolution) =>
      lab.byPerson(key, { by: 'lina', status: 'done', ...(resolution === undefined ? {} : { resolution }) }),
    close: async () => {
      await lab.close();
      await guance.close();
    },
  };
}
