import { createMetrics } from '@guance-jira/service';
import { Gauge } from 'prom-client';
import { expect, it } from 'vitest';
import { serveHealth } from './health.ts';

it('answers 500 and lives on when a metric cannot be read', async () => {
  const metrics = createMetrics('worker');
  let ill = true;
  new Gauge({
    name: 'ill',
    help: 'cannot be read',
    registers: [metrics.registry],
    collect: () => {
      if (ill) throw new Error('unreadable');
    },
  });
  const { url, close } = await serveHealth({ host: '127.0.0.1', port: 0, metrics, notReady: () => null });

  expect((await fetch(`${url}/metrics`)).status).toBe(500);
  ill = false;
  expect((await fetch(`${url}/metrics`)).status).toBe(200);
  await close();
});
