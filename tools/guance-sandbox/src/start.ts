import { setTimeout as timer } from 'node:timers/promises';
import express from 'express';
import { createApp } from './app.ts';
import { controlOf, type GuanceControl } from './control/control.ts';
import { controlRouter } from './control/router.ts';
import { FaultQueue } from './faults/queue.ts';
import { listen } from './http/listener.ts';
import { RequestLog } from './openapi/request-log.ts';
import { SandboxOptions, type SandboxOptionsInput } from './options.ts';
import { GuanceState } from './state/state.ts';
import { deliverer } from './webhook/deliver.ts';

export type GuanceSandbox = {
  url: string;
  /** The control API on a loopback port of its own. */
  controlUrl: string;
  workspaceUuid: string;
  control: GuanceControl;
  /** All deliveries that were begun are answered or given up. */
  settled: () => Promise<void>;
  close: () => Promise<void>;
};

/** Starts a small Guance. Rejects with a ZodError on wrong options, and with the system's error when the port is taken. */
export async function startGuanceSandbox(
  input: SandboxOptionsInput = {},
  { now = Date.now }: { now?: () => number } = {},
): Promise<GuanceSandbox> {
  const options = SandboxOptions.parse(input);
  const stopping = new AbortController();
  const sleep = (ms: number) =>
    timer(ms, undefined, { signal: stopping.signal }).catch(() => new Promise<never>(() => {}));
  const state = new GuanceState(options, { now });
  const [faults, log] = [new FaultQueue(), new RequestLog()];
  const control = controlOf(state, faults, log);
  const deliveries = deliverer(state);
  const listener = await listen(createApp({ state, faults, log, sleep }, control), options.host, options.port);
  const controlApp = express()
    .use(express.text({ type: () => true }))
    .use('/_sandbox', controlRouter(control));
  const controlListener = await listen(controlApp, '127.0.0.1', 0);
  const shownHost = options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : options.host;
  state.baseUrl = `http://${shownHost}:${listener.port}`;
  return {
    url: state.baseUrl,
    controlUrl: `http://127.0.0.1:${controlListener.port}`,
    workspaceUuid: options.workspaceUuid,
    control,
    settled: deliveries.settled,
    close: async () => {
      stopping.abort();
      deliveries.stop();
      await Promise.all([listener.close(), controlListener.close(), deliveries.settled()]);
    },
  };
}
