import type { FoundIssue } from '@guance-jira/jira';
import { failure, fakeTracker } from '@guance-jira/jira/testing';
import { type Rules, rulesFromSettings } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import { createKeyReader } from './by-keys/key-reader.ts';
import { issuesOfOurs } from './first-install.ts';

const OURS = 'gj-0123456789abcdef0123456789abcdef';
const LAG_MS = 120_000;

/** Issues of a Jira, by the numbers of their keys; of those in `late` no search tells yet. */
function jira(issues: Readonly<Record<number, Partial<FoundIssue>>>, late: readonly number[] = []) {
  const tracker = fakeTracker();
  for (const [number, change] of Object.entries(issues))
    tracker.issues.push({ id: number, key: `OPS-${number}`, markers: [], property: null, createdAt: 0, ...change });
  const shown = tracker.issues.filter(({ id }) => !late.includes(Number(id)));
  tracker.hasIssues = async () => {
    tracker.calls.push('hasIssues');
    return shown.some(({ markers }) => markers.includes(OURS));
  };
  tracker.newestIn = async (project, ours, minutesAgo = 0) => {
    tracker.calls.push(`newestIn ${project}${ours ? ' of ours' : ` ${minutesAgo}m ago`}`);
    if (project === 'GONE') throw failure({ endpoint: 'search', status: 400, words: ['no such project'] });
    return (
      shown
        .filter(({ createdAt, key }) => key.startsWith(`${project}-`) && createdAt <= Date.now() - minutesAgo * 60_000)
        .at(-1) ?? null
    );
  };
  return tracker;
}

const OLD = { createdAt: 0 };
const young = (change: Partial<FoundIssue> = {}) => ({ createdAt: Date.now(), ...change });

function ask(tracker: ReturnType<typeof jira>, settled = false, projects: readonly string[] = ['OPS']) {
  const [route] = rulesFromSettings({ project: 'OPS', issueType: 'Task', group: 'event' }).routes;
  if (route?.kind !== 'issue') throw new Error('settings make a route');
  const routes = projects.map((project) => ({ ...route, project }));
  const rules: Rules = {
    ...rulesFromSettings({ project: 'OPS', issueType: 'Task', group: 'event' }),
    routes,
    fallback: null,
  };
  const slot = async () => {};
  const keyReader = createKeyReader({ tracker, slot, clock: () => performance.now() });
  const deps = { tracker, keyReader, rules: () => rules, settleMs: LAG_MS, slot, goesOn: slot };
  return issuesOfOurs(deps, settled);
}

describe('whether Jira holds issues of ours', () => {
  it('needs no more than one that a search shows', async () => {
    const tracker = jira({ 1: { markers: [OURS] } });

    expect(await ask(tracker)).toBe('some');
    expect(tracker.calls).toEqual(['hasIssues']);
  });

  it.each<[string, Parameters<typeof jira>]>([
    ['the first of its project', [{ 1: young({ markers: [OURS] }) }, [1]]],
    ['one above the newest that a search shows', [{ 7: OLD, 8: young({ markers: [OURS] }) }, [8]]],
    [
      'one that the index left out, while it has a younger one',
      [{ 7: OLD, 8: young({ markers: [OURS] }), 9: young() }, [8]],
    ],
    ['one without labels', [{ 7: OLD, 8: young({ property: { marker: OURS } }) }, [8]]],
    ['one beyond keys that are missing', [{ 7: OLD, 12: young({ markers: [OURS] }) }, [12]]],
    ['an old one without labels', [{ 7: { property: { marker: OURS } } }]],
  ])('is seen although no search by labels shows it: %s', async (_name, [issues, late]) => {
    expect(await ask(jira(issues, late))).toBe('some');
  });

  it.each<[string, Parameters<typeof jira>]>([
    ['an empty project', [{}]],
    ['a project with issues of others', [{ 7: OLD, 8: young(), 9: young() }, [9]]],
  ])('is known at once to be none in %s', async (_name, [issues, late]) => {
    expect(await ask(jira(issues, late))).toBe('none');
  });

  it.each<[string, Parameters<typeof jira>]>([
    ['a key that is missing below others', [{ 7: OLD, 9: young() }]],
    [
      'more keys than are read',
      [Object.fromEntries(Array.from({ length: 600 }, (_, n) => [n + 1, n < 1 ? OLD : young()]))],
    ],
  ])('is not proven to be none by %s, until the index has all of it', async (_name, [issues, late]) => {
    const tracker = jira(issues, late);

    expect(await ask(tracker)).toBe('unproven');
    expect(await ask(tracker, true)).toBe('none');
  });

  it('is not proven where Jira refuses to read by keys', async () => {
    const tracker = jira({ 7: OLD, 8: young() }, [8]);
    tracker.newestIn = async (_project, ours) => (ours ? null : { id: '7', key: 'OPS-7' });
    tracker.failing.readByKeys = failure({ endpoint: 'bulkfetch', status: 404, words: ['no such resource'] });

    expect(await ask(tracker)).toBe('unproven');
  });

  it('asks in each project of the rules, leaving out those that this account does not know', async () => {
    const tracker = jira({ 7: OLD, 8: young({ key: 'DBA-1', markers: [OURS] }) }, [8]);

    expect(await ask(tracker, false, ['OPS', 'GONE', 'DBA'])).toBe('some');
    expect(tracker.calls).toContain('newestIn GONE 4m ago');
  });

  it('believes that there is none only with a login that works', async () => {
    const tracker = jira({});
    tracker.failing.whoAmI = failure({ status: 401 });

    await expect(ask(tracker)).rejects.toBe(tracker.failing.whoAmI);
  });
});
