import { EVERYBODY } from '@guance-jira/mapping';
import { expect, it } from 'vitest';
import { testSide } from '../testing/test-jira.ts';
import { type Publishing, publishList } from './publish-list.ts';

it.each(['manual', 'unavailable'] as const)(
  'a list asks again within seconds, whatever a pause (%s) says of its own end: a person may end it before',
  async (reason) => {
    const side = testSide();
    side.admissions.push({ go: false, ms: 120_000, reason });
    const entry = { eventId: 'e', faultKey: null, at: 0, level: 'error', title: 'disk', object: 'host = a' };
    const storms = {
      counts: async () => ({ told: 0, size: 1, given: 0, total: 1 }),
      read: async () => [entry],
      telling: async () => 1,
      stale: async () => [false],
      setOut: async () => {},
    };
    const progress = { read: async () => null, write: async () => {} };
    const publishing = {
      ...{ window: { route: 'all', start: 0 }, issue: { id: '1', key: 'OPS-1' }, audience: EVERYBODY, storms },
      ...{ look: { language: 'en', timezone: 'UTC', route: 'all' }, wake: async () => {} },
      turn: { jira: side, eventId: 'storm', progress, record: { waitingMs: async () => 0 } },
    } as unknown as Publishing;

    expect(await publishList(publishing)).toBeLessThanOrEqual(5000);
  },
);
