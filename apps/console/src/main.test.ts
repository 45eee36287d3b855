import { runProgram, until } from '@guance-jira/testing';
import { describe, expect, it } from 'vitest';

const run = (settings: Record<string, string>) => runProgram('console', settings);

describe('the process', () => {
  it('names every fault of its configuration on stderr and exits with 78', async () => {
    const { output, ended } = run({ ADMIN_PORT: 'x', ADMIN_HOST: '0.0.0.0', REDIS_PREFIX: '{}' });

    expect(await ended).toBe(78);
    expect(output.err).toMatch(/REDIS_PREFIX: [\s\S]*ADMIN_PORT: [\s\S]*DASHBOARD_PASSWORD: /);
  });

  it('lives without Redis, says so on the dashboard, and stops cleanly at SIGTERM', async () => {
    const { child, output, ended } = run({
      REDIS_URL: 'redis://:hidden-password@127.0.0.1:1',
      DASHBOARD_PASSWORD: 'dashboard-pass',
      ADMIN_PORT: '0',
    });
    const url = await until(() => /"url":"([^"]+)"/.exec(output.out)?.[1]);
    const authorization = `Basic ${Buffer.from('admin:dashboard-pass').toString('base64')}`;
    const list = await fetch(`${url}/dashboard/api/queues`, { headers: { authorization } });

    expect([(await fetch(`${url}/healthz`)).status, list.status]).toEqual([200, 503]);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(output.out).toContain('stopped');
    expect(output.out + output.err).not.toMatch(/hidden-password|dashboard-pass/);
  });

  it('exits with 1 and says why when its port is taken', async () => {
    const first = run({ REDIS_URL: 'redis://127.0.0.1:1', ADMIN_PORT: '0' });
    const url = await until(() => /"url":"([^"]+)"/.exec(first.output.out)?.[1]);
    const second = run({ REDIS_URL: 'redis://127.0.0.1:1', ADMIN_PORT: new URL(url).port });

    expect(await second.ended).toBe(1);
    expect(second.output.out).toContain('EADDRINUSE');
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });
});
