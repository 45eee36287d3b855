/**
 * Every order in which two workers, a Jira that loses and delays, and a lagging search can act: no path leads to two issues.
 * The workers have no lock here at all, so a lock of the queue that ran out is covered too.
 */
import { describe, expect, it } from 'vitest';
import { BEGINNING, keyOf, type Limits, nextWorlds, TICK_MS, type World } from './testing/ledger-world.ts';

/** The world keeps just what the workers believe of it, each limit to the tick. */
const LIMITS: Limits = {
  lag: 1,
  commit: 2,
  frozen: 1,
  posts: 3,
  reconcileTimeouts: { settleMs: TICK_MS, timeoutMs: TICK_MS, lateCommitMs: TICK_MS },
  answerTime: true,
};

/** A search takes a quarter of a minute, and a machine with much to do several times as long. */
const LONG_MS = 120_000;

const duplicates = ({ issues }: World) => issues.length > 1;
/** While one request can still be carried out, no second one may go. */
const two = ({ requests }: World) => requests.length > 1;

describe('the ledger, over every order of events', () => {
  it(
    'never makes two issues, nor has two requests on their way',
    () => {
      const seen = search(LIMITS, (world) => duplicates(world) || two(world));

      expect(seen.path).toBeNull();
      // It must have come to the places where it could go wrong.
      expect(seen.worlds).toBeGreaterThan(10_000);
    },
    LONG_MS,
  );

  it.each<[string, Partial<Limits>]>([
    [
      "Redis's clock is set back while an answer is lost",
      { setBack: 1, posts: 2, commit: 1, reconcileTimeouts: { ...LIMITS.reconcileTimeouts, lateCommitMs: 0 } },
    ],
    ['another worker knows the same Jira under another address', { otherAddress: true, posts: 2 }],
    ['another worker logs in as somebody else', { otherAccount: 'known', posts: 2 }],
  ])(
    'never makes two issues when %s',
    (_name, change) => {
      const seen = search({ ...LIMITS, ...change }, (world) => duplicates(world) || two(world));

      expect(seen.path).toBeNull();
      expect(seen.worlds).toBeGreaterThan(10_000);
    },
    LONG_MS,
  );

  it.each<[string, (world: World) => boolean]>([
    ['an issue after a second POST', ({ posts, record }) => posts === 2 && record.state === 'confirmed'],
    ['an issue after a third POST', ({ posts, record }) => posts === 3 && record.state === 'confirmed'],
    [
      'a request that is still on its way while nobody waits for it',
      ({ requests }) => requests.some(({ owner }) => owner === null),
    ],
  ])('comes to %s', (_name, where) => {
    expect(search(LIMITS, where).path).not.toBeNull();
  });

  it.each<[string, Partial<Limits>]>([
    ['the search lags longer than JIRA_SETTLE_MS', { lag: 2 }],
    ['Jira acts later than JIRA_LATE_COMMIT_MS', { commit: 3 }],
    ['the time limit is not waited for', { reconcileTimeouts: { ...LIMITS.reconcileTimeouts, timeoutMs: 0 } }],
    ['a watermark from before the answer counts', { answerTime: false }],
    // The stated residue: nothing but Jira itself could tell such a late write from a new one.
    ['a process is frozen between its check and its write, longer than the limit of a request', { frozen: 4 }],
    ['searches ask for what the present account has made alone', { otherAccount: 'forgotten', posts: 2 }],
    // Stated too: how long ago a request was sent is told by that clock alone.
    ["Redis's clock jumps ahead while an answer is lost", { setAhead: 1, posts: 2 }],
  ])('would find two issues when %s', (_name, change) => {
    expect(search({ ...LIMITS, ...change }, duplicates).path).not.toBeNull();
  });
});

/** Breadth first, so that a path to a bad world is a shortest one. */
function search(limits: Limits, where: (world: World) => boolean): { path: string[] | null; worlds: number } {
  const known = new Map<string, { from: string; step: string }>();
  let edge: [string, World][] = [[keyOf(BEGINNING), BEGINNING]];
  known.set(keyOf(BEGINNING), { from: '', step: '' });
  while (edge.length > 0) {
    const following: [string, World][] = [];
    for (const [from, world] of edge) {
      for (const [step, next] of nextWorlds(world, limits)) {
        const key = keyOf(next);
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
