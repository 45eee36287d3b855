import { describe, expect, it, vi } from 'vitest';
import { withSandbox } from '../testing.ts';
import type { FaultRuleInput } from './rule.ts';

describe('a fault', () => {
  it.each<[FaultRuleInput['action'], boolean]>([
    ['resetBefore', false],
    ['resetAfter', true],
    [{ hang: 'before' }, false],
    [{ hang: 'after' }, true],
  ])('%j leaves the caller without an answer; carried out: %s', async (action, done) => {
    await withSandbox({}, async ({ sandbox }) => {
      sandbox.control.fire('cpu-web-01');
      sandbox.control.fault({ path: 'restore', action });
      const giveUp = new AbortController();
      // Waited for from the start: a reset comes before the sandbox tells of the request.
      const lost = expect(
        restore(sandbox.url, sandbox.control.state().objects[0]?.ref, giveUp.signal),
      ).rejects.toThrow();
      await vi.waitFor(() => expect(sandbox.control.requests('restore')).toMatchObject([{ committed: done }]));
      if (typeof action === 'object') giveUp.abort();
      await lost;
      expect(sandbox.control.state().objects[0]?.status).toBe(done ? 'ok' : 'critical');
    });
  });

  it.each<[FaultRuleInput['action'], number, unknown, boolean]>([
    [{ respond: { status: 500, body: { code: 500 } } }, 500, '{"code":500}', false],
    [{ respond: { status: 502, body: '<html>' }, when: 'after' }, 502, '<html>', true],
    [{ refuse: 'keyLimit' }, 401, expect.stringContaining('ft.TriggerApiAkCurrentLimiting'), false],
    [{ refuse: 'key' }, 403, expect.stringContaining('ft.InvalidAPIKey'), false],
    ['html200', 200, expect.stringContaining('Log in'), false],
    ['notAnEnvelope', 200, '["not","an","envelope"]', true],
    ['truncate', 200, expect.stringMatching(/^\{"code".*[^}]$/), true],
    [{ delayMs: 5 }, 200, expect.stringContaining('"success":true'), true],
    [{ delayMs: 5, when: 'before' }, 200, expect.stringContaining('"success":true'), true],
  ])('%j answers %i; carried out as told', async (action, status, text, done) => {
    await withSandbox({}, async ({ sandbox }) => {
      sandbox.control.fire('cpu-web-01');
      sandbox.control.fault({ path: 'restore', action });
      const answer = await restore(sandbox.url, sandbox.control.state().objects[0]?.ref);
      expect([answer.status, await answer.text()]).toEqual([status, text]);
      expect(sandbox.control.state().objects[0]?.status).toBe(done ? 'ok' : 'critical');
    });
  });

  it('comes after those that pass, as often as told, and only where it fits', async () => {
    await withSandbox({}, async ({ sandbox, api }) => {
      sandbox.control.fault({ path: 'mute/list', skip: 1, times: 2, action: { refuse: 'key' } });
      const statuses = [];
      for (let time = 0; time < 4; time += 1) statuses.push((await api('GET', '/monitor/mute/list')).status);
      expect(statuses).toEqual([200, 403, 403, 200]);
      sandbox.control.fault({ path: 'chart', times: 'forever', action: { refuse: 'key' } });
      expect((await api('GET', '/monitor/mute/list')).status).toBe(200);
    });
  });
});

function restore(url: string, ref: string | undefined, signal: AbortSignal | null = null): Promise<Response> {
  return fetch(`${url}/api/v1/keyevent/restore?monitorCheckerEventRef=${ref}`, {
    headers: { 'df-api-key': 'sandbox-guance-key' },
    signal,
  });
}
