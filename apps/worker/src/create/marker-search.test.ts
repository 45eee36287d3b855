import type { FoundIssue } from '@guance-jira/jira';
import { failure, fakeTracker } from '@guance-jira/jira/testing';
import { describe, expect, it } from 'vitest';
import { createMarkerSearch } from './marker-search.ts';

describe('the markerSearch', () => {
  it('shares one set of requests among looks asked for at the same time', async () => {
    const tracker = fakeTracker();
    tracker.issues.push(issue('1', 'gj-a'), issue('2', 'gj-b'));
    const { find } = createMarkerSearch(tracker);
    const seen = await Promise.all(['gj-a', 'gj-b', 'gj-c', 'gj-d', 'gj-c'].map((label) => find(label, 5)));

    expect(tracker.calls).toEqual(['findMarked', 'findRecent', 'whoAmI']);
    expect(seen.map(({ marked }) => marked.map(({ id }) => id))).toEqual([['1'], ['2'], [], [], []]);
    // A label that was found settles it; only the others need what was created lately.
    expect(seen.map(({ recent }) => recent?.issues.length ?? null)).toEqual([null, null, 2, 2, 2]);
    expect(seen.every(({ alive }) => alive)).toBe(true);
  });

  it.each([
    [0, ['findMarked']],
    [1, ['findMarked', 'findRecent']],
  ])('asks nothing more when a pause begins after %i of its further steps', async (steps, calls) => {
    const tracker = fakeTracker();
    const error = new Error('requests rest');
    let left = steps;
    const goesOn = async () => {
      left -= 1;
      if (left < 0) throw error;
    };

    await expect(createMarkerSearch(tracker, async () => {}, goesOn).find('gj-a', 5)).rejects.toBe(error);
    expect(tracker.calls).toEqual(calls);
  });

  it('has not seen all where the search by labels has not', async () => {
    const tracker = fakeTracker();
    tracker.findMarked = async () => ({ issues: [], clockSkewMs: 0, complete: false });

    expect((await createMarkerSearch(tracker).find('gj-a', 5)).recent).toMatchObject({ complete: false });
  });

  it('asks no more when all labels are found', async () => {
    const tracker = fakeTracker();
    tracker.issues.push(issue('1', 'gj-a'));
    await createMarkerSearch(tracker).find('gj-a', 5);

    expect(tracker.calls).toEqual(['findMarked']);
  });

  it('looks back as far as the furthest of those who need it', async () => {
    const tracker = fakeTracker();
    const asked: number[] = [];
    const found = tracker.findRecent;
    tracker.findRecent = (minutes) => {
      asked.push(minutes);
      return found(minutes);
    };
    tracker.issues.push(issue('1', 'gj-found'));
    const { find } = createMarkerSearch(tracker);
    await Promise.all([find('gj-found', 999), find('gj-b', 3), find('gj-c', 30)]);

    expect(asked).toEqual([30]);
  });

  it.each(['findMarked', 'findRecent', 'whoAmI'] as const)('a failing %s reaches all who asked', async (name) => {
    const tracker = fakeTracker();
    const error = failure({ status: 503 });
    tracker.failing[name] = error;
    const { find } = createMarkerSearch(tracker);
    const ends = await Promise.all(
      [find('gj-a', 1), find('gj-b', 1)].map((end) => end.catch((thrown: unknown) => thrown)),
    );

    expect(ends).toEqual([error, error]);
    delete tracker.failing[name];
    expect(await find('gj-a', 1)).toMatchObject({ marked: [], alive: true });
  });

  it('gives every one of many its answer, in searches of at most fifty labels', async () => {
    const tracker = fakeTracker();
    const sizes: number[] = [];
    const findMarked = tracker.findMarked;
    tracker.findMarked = (labels) => {
      sizes.push(labels.length);
      return findMarked(labels);
    };
    tracker.issues.push(...Array.from({ length: 120 }, (_, i) => issue(String(i), `gj-${i}`)));
    const { find } = createMarkerSearch(tracker);
    const seen = await Promise.all(Array.from({ length: 120 }, (_, i) => find(`gj-${i}`, 1)));

    expect(seen.map(({ marked }) => marked[0]?.id)).toEqual(Array.from({ length: 120 }, (_, i) => String(i)));
    expect(sizes).toEqual([50, 50, 20]);
  });
});

describe('a marker that is a label', () => {
  const A = `gj-${'a'.repeat(32)}`;
  const property = (marker: string) => ({ v: 1, marker, eventId: 'e', faultKey: 'f', workspace: 'w' }) as const;
  const markerSearch = (of: Record<string, string | null>) => {
    const tracker = fakeTracker();
    const reads: string[] = [];
    const { read } = tracker;
    tracker.read = async (ref) => {
      reads.push(ref.id);
      const marker = of[ref.id];
      const now = await read(ref);
      return now && { ...now, property: marker ? property(marker) : null };
    };
    return { tracker, reads, find: createMarkerSearch(tracker).find };
  };

  it.each([
    ['search by label', true],
    ['list of what was made lately', false],
  ])('proves nothing where the property names another, in the %s', async (_name, indexed) => {
    const { tracker, reads, find } = markerSearch({ '1': `gj-${'0'.repeat(32)}`, '2': A });
    tracker.issues.push(issue('1', A), issue('2', A), issue('3', `gj-${'b'.repeat(32)}`));
    if (!indexed) tracker.findMarked = async () => ({ issues: [], clockSkewMs: 0, complete: true });
    const { marked, recent } = await find(A, 5);

    const found = recent ? recent.issues.filter(({ markers }) => markers.includes(A)) : marked;
    expect(found.map(({ id }) => id)).toEqual(['2']);
    // Only what is found by it is read once more.
    expect(reads.sort()).toEqual(['1', '2']);
  });

  it('proves enough where no property was ever set', async () => {
    const { tracker, find } = markerSearch({ '1': null });
    tracker.issues.push(issue('1', A));

    expect((await find(A, 5)).marked.map(({ id }) => id)).toEqual(['1']);
  });

  it('of 0.1 is looked for beside, and counts for the workspace whose it is', async () => {
    const tracker = fakeTracker();
    tracker.issues.push(issue('1', 'gj-old'), issue('2', 'gj-old'));
    const older = { label: 'gj-old', isOurs: ({ id }: FoundIssue) => id === '2' };

    expect((await createMarkerSearch(tracker).find('gj-new', 5, older)).marked.map(({ id }) => id)).toEqual(['2']);
  });
});

function issue(id: string, marker: string): FoundIssue {
  return { id, key: `OPS-${id}`, markers: [marker], createdAt: Date.now() };
}
