import { failure } from '@guance-jira/jira/testing';
import { describe, expect, it } from 'vitest';
import { attempt, type Store, testSide } from '../testing/test-jira.ts';
import { openIssue } from './ensure-issue.ts';
import { findForgotten } from './forgotten.ts';

/** Since the epoch: by keys "not there" counts after what a request and a late Jira may take, by search after the lag of the index too. */
const BY_KEYS_MS = 70_000;
const BY_SEARCH_MS = 190_000;

const CASES = [
  ['cloud', 'event'],
  ['cloud', 'fault'],
  ['datacenter', 'event'],
  ['datacenter', 'fault'],
] as const;

type Case = (typeof CASES)[number];

/** An event that the ledger of a new epoch knows nothing of, in a Jira whose search shows nothing young. */
function forgotten([dialect, group]: Case) {
  const side = testSide();
  const store: Store = { records: {} };
  const event = () => attempt(store, 'event-1', group);
  Object.assign(side, { forgotten: true, settled: { OPS: 'OPS-0' } });
  Object.assign(side.tracker, { keysAtOnce: dialect === 'cloud' ? 100 : 1, visible: () => false });
  return {
    side,
    event,
    openAfter: (ms: number) => {
      side.countsInMs = BY_SEARCH_MS - ms;
      return openIssue(event(), side);
    },
    jiraStores: (number = 1, markers = [event().marker.label]) =>
      side.tracker.issues.push({ id: `${number}`, key: `OPS-${number}`, markers, createdAt: Date.now() }),
  };
}

describe.each(CASES)('an event that a new ledger has forgotten: %s, group %s', (...its) => {
  it('has its issue at once from the store, though no search shows it', async () => {
    const { side, openAfter, jiraStores } = forgotten(its);
    jiraStores();

    expect(await openAfter(1)).toMatchObject({ step: 'done', outcome: 'created', issueKey: 'OPS-1' });
    expect(side.tracker.creates).toEqual([]);
  });

  it('whose create was under way at the loss gets the issue that Jira stores late', async () => {
    const { side, openAfter, jiraStores } = forgotten(its);
    expect(await openAfter(BY_KEYS_MS - 500)).toMatchObject({ step: 'wait', ms: expect.closeTo(550, -2) });
    jiraStores();

    expect(await openAfter(BY_KEYS_MS)).toMatchObject({ step: 'done', issueKey: 'OPS-1' });
    expect(side.tracker.creates).toEqual([]);
  });

  it('is made from when on nothing can land any more, without waiting for the index', async () => {
    const { side, openAfter } = forgotten(its);
    expect(await openAfter(BY_KEYS_MS)).toMatchObject({ step: 'done', outcome: 'created' });
    expect(side.tracker.creates).toHaveLength(1);
  });

  it('is not made while the login is refused: such a one can get empty answers', async () => {
    const { side, openAfter } = forgotten(its);
    let asked = 0;
    side.tracker.whoAmI = async () => {
      asked += 1;
      // Once behind the search, once behind the keys.
      if (asked === 2) throw failure({ endpoint: 'myself', status: 401 });
      return 'bot';
    };

    expect(await openAfter(BY_KEYS_MS)).toMatchObject({ step: 'wait' });
    expect([side.tracker.creates, side.told]).toEqual([[], expect.arrayContaining(['unauthorized'])]);
    expect(await openAfter(BY_KEYS_MS)).toMatchObject({ step: 'done' });
  });

  it('of which another address of Jira was sent a create is judged from then on', async () => {
    const { side, event, jiraStores } = forgotten(its);
    side.countsInMs = -86_400_000;
    const after = (sentAgoMs: number) => findForgotten(event(), side, sentAgoMs);

    expect(await after(BY_KEYS_MS - 500)).toMatchObject({ step: 'wait' });
    expect(await after(BY_KEYS_MS)).toEqual([]);
    jiraStores();
    expect(await after(0)).toMatchObject([{ key: 'OPS-1' }]);
  });

  it.each<[string, (world: ReturnType<typeof forgotten>) => void]>([
    ['nothing tells where to begin', ({ side }) => Object.assign(side, { settled: {} })],
    ['a project does not tell it', ({ side }) => Object.assign(side, { settled: { OPS: 'OPS-0', DBA: '' } })],
    ['a key is missing below others', ({ jiraStores }) => jiraStores(2, [])],
    ['nothing of ours was ever seen', ({ side }) => Object.assign(side.highest, { wasSeen: async () => false })],
  ])('waits for the index too where keys prove nothing: %s', async (_why, make) => {
    const world = forgotten(its);
    make(world);

    for (const ms of [BY_KEYS_MS, BY_SEARCH_MS - 1]) expect(await world.openAfter(ms)).toMatchObject({ step: 'wait' });
    expect(world.side.tracker.creates).toEqual([]);
    expect(await world.openAfter(BY_SEARCH_MS)).toMatchObject({ step: 'done', outcome: 'created' });
  });
});
