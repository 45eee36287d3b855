import { failure, fakeTracker } from '@guance-jira/jira/testing';
import { type Rules, rulesFromSettings } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import { createSettledKeys } from './settled-keys.ts';

const RULES = rulesFromSettings({ project: 'OPS', issueType: 'Task', group: 'event' });

function keysOf(...names: readonly string[]) {
  const tracker = fakeTracker();
  const asked: string[] = [];
  tracker.newestIn = async (project, ours, minutesAgo) => {
    asked.push(`${project} ${ours} ${minutesAgo}`);
    if (project === 'GONE') throw failure({ endpoint: 'search', status: 400, words: ['no such project'] });
    if (project === 'ILL' && asked.length === 1) throw failure({ endpoint: 'search', status: 503 });
    return project === 'NEW' ? null : { id: '7', key: `${project}-7` };
  };
  let projects = names;
  let now = 0;
  const [route] = RULES.routes;
  if (route?.kind !== 'issue') throw new Error('settings make a route');
  const rules = (): Rules => ({ ...RULES, routes: projects.map((project) => ({ ...route, project })), fallback: null });
  const reconcileTimeouts = { settleMs: 120_000, timeoutMs: 10_000, lateCommitMs: 62_000 };
  const settled = createSettledKeys({ tracker, rules, reconcileTimeouts, slot: async () => {}, clock: () => now });
  return {
    ...{ settled, asked },
    change: (...next: string[]) => (projects = next),
    pass: (ms: number) => (now += ms),
  };
}

describe('keys below which the index has everything', () => {
  it('are those of the newest issues that are as old as the lag, a request and a late Jira together, and two minutes', async () => {
    const { settled, asked } = keysOf('OPS', 'NEW');

    expect(await settled.of(1)).toEqual({ OPS: 'OPS-7', NEW: 'NEW-0' });
    expect(asked).toEqual(['OPS false 6', 'NEW false 6']);
  });

  it('are asked for once for all events of an epoch, again after ten minutes, and for projects that come into the rules', async () => {
    const { settled, asked, change, pass } = keysOf('OPS');
    await Promise.all([settled.of(1), settled.of(1)]);
    change('OPS', 'DBA');

    expect(await settled.of(1)).toEqual({ OPS: 'OPS-7', DBA: 'DBA-7' });
    expect(asked).toEqual(['OPS false 6', 'DBA false 6']);
    await settled.of(2);
    expect(asked).toHaveLength(4);
    pass(10 * 60_000 + 1);
    await settled.of(2);
    expect(asked).toHaveLength(6);
  });

  it('are not known where Jira refuses to tell, nor of very many projects', async () => {
    const many = Array.from({ length: 51 }, (_, n) => `P${n}`);

    expect(await keysOf('GONE', 'OPS').settled.of(1)).toEqual({ GONE: '', OPS: 'OPS-7' });
    expect(await keysOf(...many).settled.of(1)).toEqual({});
  });

  it('are asked for again after an answer that tells nothing', async () => {
    const { settled } = keysOf('ILL');
    await expect(settled.of(1)).rejects.toThrow();

    expect(await settled.of(1)).toEqual({ ILL: 'ILL-7' });
  });
});
