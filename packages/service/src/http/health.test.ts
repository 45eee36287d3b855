import { Gauge } from '@prometheus-io/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics, type Metrics } from '../metrics.ts';
import { createHealth, type Readiness } from './health.ts';
import { type Listener, listen } from './listen.ts';

describe('the listener for health and metrics', () => {
  let metrics: Metrics;
  let state: Readiness;
  let listener: Listener;
  beforeEach(async () => {
    metrics = createMetrics('receiver');
    state = { status: 'ready' };
    listener = await listen(createHealth({ metrics, readiness: () => state }), '127.0.0.1', 0);
  });
  afterEach(() => listener.close(500));
  const get = async (path: string) => {
    const answer = await fetch(`${listener.url}${path}`);
    return { status: answer.status, text: await answer.text() };
  };

  it.each([
    [{ status: 'ready' }, 200],
    [{ status: 'degraded', reason: 'spooling' }, 200],
    [{ status: 'unavailable', reason: 'stopping' }, 503],
  ] as const)('answers /readyz while %j with %i, and lives all the while', async (now, status) => {
    state = now;

    expect(await get('/readyz')).toEqual({ status, text: JSON.stringify(now) });
    expect(await get('/healthz')).toEqual({ status: 200, text: '{"status":"ok"}' });
  });

  it('tells the metrics, whatever stands behind the path, and knows no other', async () => {
    expect((await get('/metrics?name=x')).text).toContain('guance_jira_build_info{service="receiver"');
    expect((await get('/dashboard')).status).toBe(404);
  });

  it('answers 500 and lives on when a metric cannot be read', async () => {
    let broken = true;
    new Gauge({
      name: 'broken',
      help: 'cannot be read',
      registers: [metrics.registry],
      collect: () => {
        if (broken) throw new Error('unreadable');
      },
    });

    expect((await get('/metrics')).status).toBe(500);
    broken = false;
    expect((await get('/metrics')).status).toBe(200);
  });
});
