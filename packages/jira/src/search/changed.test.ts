import { describe, expect, it } from 'vitest';
import { cloudTracker } from '../cloud/cloud.ts';
import { dataCenterTracker } from '../data-center/data-center.ts';
import { type FakeTransport, fakeTransport } from '../testing/fake-transport.ts';

const SITE = 'https://jira.example.com';
const JQL = 'labels = "guance-jira" AND updated >= "-4m" ORDER BY updated DESC';
const FIELDS = ['status', 'resolution', 'resolutiondate', 'created', 'updated'];
const wire = (id: number) => ({
  ...{ id: String(id), key: `OPS-${id}` },
  fields: {
    status: { name: 'Done', statusCategory: { key: 'done' } },
    ...{ resolution: { name: "Won't Do" }, resolutiondate: '2026-11-30T10:00:00.000+0800' },
    created: '2026-11-30T09:00:00.000+0800',
    updated: `2026-11-30T10:00:0${id}.000+0800`,
  },
});
const KINDS = {
  cloud: (transport: FakeTransport) => cloudTracker(transport, SITE, SITE),
  datacenter: (transport: FakeTransport) => dataCenterTracker(transport, SITE),
};

describe('issues that were changed lately', () => {
  it('are asked of Cloud page by page, by its tokens, and each slot is waited for', async () => {
    const pages = [
      { issues: [wire(3), wire(2)], nextPageToken: 'more' },
      { issues: [], nextPageToken: 'last' },
      { issues: [wire(2), wire(1)], isLast: true },
    ];
    const transport = fakeTransport(() => ({ value: pages.shift() }));
    const { slots, changed } = await changedOf('cloud', transport);

    expect(transport.requests).toMatchObject([
      { url: '/rest/api/3/search/jql', method: 'POST', body: { jql: JQL, maxResults: 100, fields: FIELDS } },
      { body: { jql: JQL, nextPageToken: 'more' } },
      { body: { jql: JQL, nextPageToken: 'last' } },
    ]);
    expect(Reflect.get(Object(transport.requests[0]?.body), 'nextPageToken')).toBeUndefined();
    expect([slots, changed.complete, changed.issues.map(({ key }) => key)]).toEqual([
      ...[2, true],
      ['OPS-3', 'OPS-2', 'OPS-1'],
    ]);
    expect(changed.issues[0]).toEqual({
      ...{ id: '3', key: 'OPS-3', status: { name: 'Done', category: 'done' }, resolution: "Won't Do" },
      ...{ resolvedAt: Date.UTC(2026, 10, 30, 2), updatedAt: Date.UTC(2026, 10, 30, 2, 0, 3) },
      createdAt: Date.UTC(2026, 10, 30, 1),
    });
  });

  it('are asked of Data Center page by page, by how many were read', async () => {
    const pages = [
      { total: 3, issues: [wire(3), wire(2)] },
      { total: 3, issues: [wire(1)] },
    ];
    const transport = fakeTransport(() => ({ value: pages.shift() }));
    const { slots, changed } = await changedOf('datacenter', transport);

    expect(transport.requests).toMatchObject([
      { url: '/rest/api/2/search', method: 'POST', body: { jql: JQL, startAt: 0, maxResults: 100, fields: FIELDS } },
      { body: { jql: JQL, startAt: 2 } },
    ]);
    expect([slots, changed.complete, changed.issues.length]).toEqual([1, true, 3]);
  });

  it.each(['cloud', 'datacenter'] as const)('end at the last page that may be read, and say so (%s)', async (kind) => {
    const transport = fakeTransport(() => ({ value: { total: 99, issues: [wire(1)], nextPageToken: 'more' } }));

    expect((await changedOf(kind, transport, 2)).changed.complete).toBe(false);
    expect(transport.requests).toHaveLength(2);
  });

  it.each(['cloud', 'datacenter'] as const)('are told past one that nobody can read, of %s', async (kind) => {
    const odd = [{ ...wire(8), key: 'ops 8' }, { id: '9', key: 'OPS-9' }, null];
    const transport = fakeTransport(() => ({ value: { total: 5, issues: [wire(3), ...odd, wire(1)], isLast: true } }));

    const { changed } = await changedOf(kind, transport);

    expect([changed.unread, changed.complete, changed.issues.map(({ id }) => id)]).toEqual([3, true, ['3', '1']]);
  });

  it('end where Data Center counts more than it gives', async () => {
    const transport = fakeTransport(() => ({ value: { total: 9, issues: [] } }));

    expect((await changedOf('datacenter', transport)).changed).toEqual({ issues: [], complete: true, unread: 0 });
  });
});

async function changedOf(kind: keyof typeof KINDS, transport: FakeTransport, pages = 10) {
  let slots = 0;
  const slot = async () => {
    slots += 1;
  };
  return { changed: await KINDS[kind](transport).findChanged(4, { pages, slot }), slots };
}
