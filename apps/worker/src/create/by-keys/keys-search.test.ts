/**
 * Every order in which a worker that may die at any step, a Jira that loses answers, stores late and hides, other creators, and an
 * index that is not monotone can act: no path leads to two issues. What two workers do to one record is ledger/search.test.ts's.
 */
import { describe, expect, it } from 'vitest';
import { keyOfWorld } from '../testing/key-of-world.ts';
import { beginningOf, type Limits, nextKeyWorlds, TICK_MS, type World } from '../testing/keys-world.ts';

const LIMITS: Limits = {
  ...{ late: 2, lag: 1, posts: 2, others: 1, known: 1, first: 2, visible: true, seen: true, endRun: 5 },
  reconcileTimeouts: { settleMs: TICK_MS, timeoutMs: TICK_MS, lateCommitMs: 2 * TICK_MS },
};
/** Jira was restored from a backup: it gives out numbers anew, below the one that the ledger knows. */
const RESTORED = { known: 7, first: 2 };

const duplicates = ({ issues }: World) => issues.filter(({ ours }) => ours).length > 1;

describe('lost answers settled by keys, over every order of events', () => {
  it.each<[string, Partial<Limits>]>([
    ['while another creates too, and the index leaves out single issues for longer than JIRA_SETTLE_MS', { lag: 9 }],
    ['in a Jira whose numbers began anew', RESTORED],
    ['where nothing of ours was ever seen, so that search alone decides', { seen: false }],
  ])('never make two issues %s', { timeout: 240_000 }, (_name, change) => {
    const { path, worlds } = search({ ...LIMITS, ...change }, duplicates);

    expect(path).toBeNull();
    // It must have come to the places where it could go wrong.
    expect(worlds).toBeGreaterThan(10_000);
  });

  it.each<[string, (world: World) => boolean]>([
    [
      'an issue found below a key that others have already',
      ({ record, issues }) => {
        const ours = issues.find((issue) => issue.ours)?.number ?? 99;
        return record.state === 'confirmed' && issues.some(({ ours: own, number }) => !own && number > ours);
      },
    ],
    [
      'an issue after a second POST, as all keys could be read',
      ({ again, issues }) => again === 'keys' && issues.some(({ ours }) => ours),
    ],
    [
      'an issue after a second POST, with a gap',
      ({ again, issues }) => again === 'gaps' && issues.some(({ ours }) => ours),
    ],
  ])('come to %s', (_name, where) => {
    expect(search(LIMITS, where).path).not.toBeNull();
  });

  it.each<[string, Partial<Limits>]>([
    ['Jira stores later than JIRA_LATE_COMMIT_MS after the end of the request', { late: 3 }],
    ['that time is not waited for', { reconcileTimeouts: { ...LIMITS.reconcileTimeouts, lateCommitMs: 0 } }],
    ['it counts from the time of the POST', { without: 'end of request' }],
    ['a read from before that time counts', { without: 'young read' }],
    ['the key known before need not be readable', { ...RESTORED, without: 'own key' }],
    ['keys that cannot be read are taken for others', { ...RESTORED, without: 'gaps', visible: true, lag: 5 }],
    ['as many keys in a row as count as the end are those of issues that we may not see', { endRun: 1 }],
    // The stated residue: nothing but Jira itself could tell such a late write from a new one.
    ['a process is frozen between its check and its write', { without: 'quick POST' }],
    ['the index leaves an issue out for longer than JIRA_SETTLE_MS where keys cannot tell', { ...RESTORED, lag: 5 }],
    ['our account may not see what it makes, and the ledger believes it does', { visible: false }],
  ])('would make two issues if %s', (_name, change) => {
    expect(search({ ...LIMITS, ...change }, duplicates).path).not.toBeNull();
  });
});

/** Breadth first, so that a path to a bad world is a shortest one. */
function search(limits: Limits, where: (world: World) => boolean): { path: string[] | null; worlds: number } {
  const beginning = beginningOf(limits);
  const known = new Map<string, { from: string; step: string }>([[keyOfWorld(beginning), { from: '', step: '' }]]);
  let edge: [string, World][] = [[keyOfWorld(beginning), beginning]];
  while (edge.length > 0) {
    const following: [string, World][] = [];
    for (const [from, world] of edge) {
      for (const [step, next] of nextKeyWorlds(world, limits)) {
        const key = keyOfWorld(next);
        if (known.has(key)) continue;
        known.set(key, { from, step });
        if (where(next)) return { path: pathTo(key, known), worlds: known.size };
        following.push([key, next]);
      }
    }
    edge = following;
  }
  return { path: null, worlds: known.size };
}

function pathTo(end: string, known: ReadonlyMap<string, { from: string; step: string }>): string[] {
  const path: string[] = [];
  for (let at = known.get(end); at && at.step !== ''; at = known.get(at.from)) path.unshift(at.step);
  return path;
}
