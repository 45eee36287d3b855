/** What Cloud and Data Center are asked, word for word, and what is made of their answers. */
import type { IssueDraft } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import { cloudTracker } from './cloud/cloud.ts';
import { dataCenterTracker } from './data-center/data-center.ts';
import { event, planOf } from './testing/drafts.ts';
import { type FakeTransport, fakeTransport } from './testing/fake-transport.ts';
import { classify } from './tracker/classify-response.ts';
import { JiraFailure } from './tracker/failure.ts';
import { markerOf } from './tracker/marker.ts';
import type { Tracker } from './tracker/tracker.ts';

const MARKER = markerOf('event-1', 'event-1', 'fault-1');
const SITE = 'https://jira.example.com';
const TRACKERS = {
  cloud: (transport: FakeTransport) => cloudTracker(transport, SITE, SITE),
  datacenter: (transport: FakeTransport) => dataCenterTracker(transport, SITE),
};
const KINDS = ['cloud', 'datacenter'] as const;
const FIELDS = {
  project: { key: 'OPS' },
  issuetype: { name: '故障' },
  summary: '磁盘使用率过高 · host = share',
  labels: ['guance', 'observer', 'guance-jira', MARKER.label],
  priority: { name: 'Highest' },
  customfield_10010: '100',
};
const ME = { cloud: { accountId: 'a' }, datacenter: { name: 'bot' } };

describe('create', () => {
  it('sends Cloud one POST with ADF and account ids', async () => {
    const { body, url, method } = await sentFor('cloud', draftOf({ assignee: { kind: 'person', id: '5d-abc' } }));

    expect([method, url]).toEqual(['POST', '/rest/api/3/issue']);
    expect(body.fields).toMatchObject({ ...FIELDS, assignee: { id: '5d-abc' } });
    expect(body.fields.description).toMatchObject({ version: 1, type: 'doc' });
    expect(body.properties).toEqual([{ key: 'guance-jira', value: MARKER.property }]);
  });

  it('sends Data Center one POST with wiki markup and user names', async () => {
    const { body, url, method } = await sentFor('datacenter', draftOf({ assignee: { kind: 'person', id: 'pacher' } }));

    expect([method, url]).toEqual(['POST', '/rest/api/2/issue']);
    expect(body.fields).toMatchObject({ ...FIELDS, assignee: { name: 'pacher' } });
    expect(body.fields.description).toEqual(expect.stringContaining('{quote}'));
    expect(body.properties).toEqual([{ key: 'guance-jira', value: MARKER.property }]);
  });

  it.each([
    ['cloud', 'unassigned', null],
    ['cloud', 'project-default', undefined],
    ['datacenter', 'unassigned', { name: '' }],
    ['datacenter', 'project-default', undefined],
  ] as const)('on %s writes the assignee %s as %j', async (kind, assignee, written) => {
    const { fields } = (await sentFor(kind, draftOf({ assignee: { kind: assignee } }))).body;

    expect(fields.assignee).toEqual(written);
    expect('assignee' in fields).toBe(written !== undefined);
  });

  it.each(KINDS)('on %s leaves out what Jira refused, and no priority is no field', async (kind) => {
    const without = new Set(['labels', 'customfield_10010', 'assignee']);
    const { fields, ...rest } = (await sentFor(kind, draftOf({ priority: null }), without)).body;

    expect(Object.keys(fields).sort()).toEqual(['description', 'issuetype', 'project', 'summary']);
    expect(rest).toEqual({ properties: [{ key: 'guance-jira', value: MARKER.property }] });
  });

  it.each([
    ['cloud', '!x.png!'],
    ['datacenter', '\\!x.png!'],
  ] as const)('on %s writes a field whose text the alert brings as %s', async (kind, customfield_2) => {
    const draft = draftOf({ fields: { customfield_2: '!x.png!' }, wikiFields: { customfield_2: '\\!x.png!' } });

    expect((await sentFor(kind, draft)).body.fields).toMatchObject({ customfield_2 });
    expect((await sentFor(kind, draft, new Set(['customfield_2']))).body.fields).not.toHaveProperty('customfield_2');
  });

  it('on Cloud sends a text for environment as a document, by one request to v3 that keeps the description', async () => {
    const draft = draftOf({ fields: { environment: 'env-1 !x.png!' }, wikiFields: { environment: 'env-1 \\!x.png!' } });
    const { url, body } = await sentFor('cloud', draft);

    expect(url).toBe('/rest/api/3/issue');
    expect(body.fields).toMatchObject({ description: { type: 'doc' }, environment: { version: 1, type: 'doc' } });
    expect(JSON.stringify(body.fields.environment)).toContain('"env-1 !x.png!"');
  });

  it('on Data Center environment stays a text', async () => {
    const { body } = await sentFor('datacenter', draftOf({ fields: { environment: 'env-3' } }));

    expect(body.fields).toMatchObject({ environment: 'env-3', description: expect.any(String) });
  });

  it.each(KINDS)('on %s never lets a custom field of the rules replace what makes the issue ours', async (kind) => {
    const fields = { project: { key: 'EVIL' }, labels: ['x'], summary: 'x' };

    expect((await sentFor(kind, draftOf({ fields }))).body.fields).toMatchObject({
      project: FIELDS.project,
      labels: FIELDS.labels,
      summary: FIELDS.summary,
    });
  });

  it.each(KINDS)('on %s writes each label once', async (kind) => {
    const { fields } = (await sentFor(kind, draftOf({ labels: ['guance-jira', 'a', 'a'] }))).body;

    expect(fields.labels).toEqual(['guance-jira', 'a', MARKER.label]);
  });

  const cases = KINDS.flatMap((kind) =>
    [
      undefined,
      null,
      [],
      {},
      'text',
      { id: '1' },
      { key: 'OPS-1' },
      { id: 1, key: 'OPS-1' },
      { id: 'x1', key: 'OPS-1' },
      { id: '1', key: '../OPS-1' },
    ].map((value) => [kind, value] as const),
  );
  it.each(cases)('on %s takes a 201 with %j for ambiguous: the issue may stand', async (kind, value) => {
    const tracker = TRACKERS[kind](fakeTransport(() => ({ status: 201, value })));
    const error = await tracker.create(draftOf(), MARKER, new Set()).catch((thrown: unknown) => thrown);

    expect(error instanceof JiraFailure && classify(error.facts)).toBe('ambiguous');
  });

  it.each(KINDS)('on %s gives id and key', async (kind) => {
    const tracker = TRACKERS[kind](
      fakeTransport(() => ({ status: 201, value: { id: '10001', key: 'OPS-7', self: 'x' } })),
    );

    expect(await tracker.create(draftOf(), MARKER, new Set())).toEqual({ id: '10001', key: 'OPS-7' });
  });
});

describe('prepare', () => {
  it('makes an account id of an e-mail on Cloud', async () => {
    const tracker = TRACKERS.cloud(fakeTransport(() => ({ value: [{ accountId: '5d-abc' }] })));
    const prepared = await tracker.prepare(draftOf({ assignee: { kind: 'person', id: 'p@example.com' } }));

    expect(prepared.assignee).toEqual({ kind: 'person', id: '5d-abc' });
  });

  it('leaves an e-mail that nobody has to the project, and says so in the issue', async () => {
    const tracker = TRACKERS.cloud(fakeTransport(() => ({ value: [] })));
    const prepared = await tracker.prepare(draftOf({ assignee: { kind: 'person', id: 'p@example.com' } }));

    expect(prepared.assignee).toEqual({ kind: 'project-default' });
    expect(JSON.stringify(prepared.description)).toContain('经办人 p@example.com 无法分配');
  });

  it.each([
    ['cloud', '5d-abc'],
    ['datacenter', 'p@example.com'],
  ] as const)('on %s asks nothing for %s', async (kind, id) => {
    const transport = fakeTransport(() => ({ value: [] }));
    const draft = draftOf({ assignee: { kind: 'person', id } });

    expect(await TRACKERS[kind](transport).prepare(draft)).toBe(draft);
    expect(transport.requests).toEqual([]);
  });
});

describe('searches', () => {
  const jql = {
    marked: 'creator = currentUser() AND labels in ("gj-a", "gj-b") ORDER BY created ASC',
    recent: 'creator = currentUser() AND created >= "-12m" ORDER BY created ASC',
    any: 'creator = currentUser() AND labels = "guance-jira" ORDER BY created ASC',
  };
  const issue = (id: string, labels: string[] | null, marker?: string) => ({
    id,
    key: `OPS-${id}`,
    fields: { labels, created: '2026-11-22T08:00:00.000+0800' },
    ...(marker ? { properties: { 'guance-jira': { marker } } } : {}),
  });

  it('read all pages on Cloud, with the property that each issue carries', async () => {
    const transport = fakeTransport((_, count) => ({
      value:
        count === 1
          ? { issues: [issue('1', ['gj-a'])], nextPageToken: 'two' }
          : { issues: [issue('2', null, 'gj-b')], isLast: true },
    }));
    const found = await TRACKERS.cloud(transport).findMarked(['gj-a', 'gj-b']);

    expect(transport.requests.map(({ url, body }) => [url, body])).toEqual([
      [
        '/rest/api/3/search/jql',
        expect.objectContaining({
          jql: jql.marked,
          maxResults: 100,
          fields: ['labels', 'created'],
          properties: ['guance-jira'],
        }),
      ],
      ['/rest/api/3/search/jql', expect.objectContaining({ jql: jql.marked, nextPageToken: 'two' })],
    ]);
    const createdAt = Date.parse('2026-11-22T00:00:00Z');
    expect(found).toEqual({
      issues: [
        { id: '1', key: 'OPS-1', markers: ['gj-a'], createdAt },
        { id: '2', key: 'OPS-2', markers: ['gj-b'], property: { marker: 'gj-b' }, createdAt },
      ],
      clockSkewMs: 7,
      complete: true,
    });
  });

  it('read all pages on Data Center, and the property of issues without a label of ours', async () => {
    const transport = fakeTransport(({ url, body }) => {
      if (url.endsWith('/issue/2/properties/guance-jira'))
        return { value: { key: 'guance-jira', value: { marker: 'gj-b' } } };
      if (url.includes('/properties/')) return { status: 404, value: { errorMessages: ['none'] } };
      const { startAt } = body as { startAt: number };
      const issues = [issue('1', ['guance-jira', 'gj-a']), issue('2', []), issue('3', ['x'])];
      return { value: { issues: issues.slice(startAt, startAt + 2), total: 3, startAt } };
    });
    const found = await TRACKERS.datacenter(transport).findRecent(12);

    expect(found.issues.map(({ id, markers }) => [id, markers])).toEqual([
      ['1', ['guance-jira', 'gj-a']],
      ['2', ['gj-b']],
      ['3', ['x']],
    ]);
    expect(transport.requests.map(({ url }) => url)).toEqual([
      '/rest/api/2/search',
      '/rest/api/2/search',
      '/rest/api/2/issue/2/properties/guance-jira',
      '/rest/api/2/issue/3/properties/guance-jira',
    ]);
    expect(transport.requests[0]?.body).toMatchObject({ jql: jql.recent, startAt: 0 });
  });

  it.each(KINDS)('on %s end after ten pages and say that there is more', async (kind) => {
    const transport = fakeTransport((_, count) => ({
      value: {
        issues: [issue(String(count), ['gj-a'])],
        ...(kind === 'cloud' ? { nextPageToken: 'more' } : { total: 99 }),
      },
    }));
    const found = await TRACKERS[kind](transport).findMarked(['gj-a']);

    expect([found.complete, found.issues.length]).toEqual([false, 10]);
  });

  it('on Cloud go on after a page with nothing on it that says that there is more', async () => {
    const pages = [{ issues: [], nextPageToken: 'two' }, { issues: [issue('1', ['gj-a'])] }];
    const transport = fakeTransport((_, count) => ({ value: pages[count - 1] }));
    const found = await TRACKERS.cloud(transport).findMarked(['gj-a']);

    expect([found.complete, found.issues.length]).toEqual([true, 1]);
  });

  it('on Data Center are not complete where it counts more than it gives', async () => {
    const given = [issue('1', ['gj-a'])];
    for (const first of [[], given]) {
      const transport = fakeTransport(({ body }) => {
        const { startAt } = body as { startAt: number };
        return { value: { issues: startAt === 0 ? first : [], total: 5, startAt } };
      });
      const found = await TRACKERS.datacenter(transport).findMarked(['gj-a']);

      expect([found.complete, found.issues.length]).toEqual([false, first.length]);
      expect(transport.requests).toHaveLength(first.length + 1);
    }
  });

  it.each(KINDS)('on %s ask once whether there is any issue of ours', async (kind) => {
    for (const [page, expected] of [
      [{ issues: [], total: 0 }, false],
      [{ issues: [issue('1', ['guance-jira'])], total: 70, nextPageToken: 'more' }, true],
      // Cloud may give an empty page before a full one: in doubt there is one.
      ...(kind === 'cloud' ? [[{ issues: [], nextPageToken: 'more' }, true] as const] : []),
    ] as const) {
      const transport = fakeTransport(() => ({ value: page }));

      expect(await TRACKERS[kind](transport).hasIssues()).toBe(expected);
      expect(transport.requests.map(({ body }) => body)).toEqual([
        expect.objectContaining({ jql: jql.any, maxResults: 1 }),
      ]);
    }
  });

  it.each(KINDS)('on %s ask for the newest of a project, of all times or of some time ago', async (kind) => {
    const transport = fakeTransport(() => ({ value: { issues: [issue('7', [])], total: 1 } }));
    const tracker = TRACKERS[kind](transport);
    expect((await tracker.newestIn('OPS', false))?.id).toBe('7');
    await tracker.newestIn('OPS', true, 4);

    expect(transport.requests.map(({ body }) => Reflect.get(Object(body), 'jql'))).toEqual([
      'project = "OPS" ORDER BY created DESC',
      'creator = currentUser() AND project = "OPS" AND created <= "-4m" ORDER BY created DESC',
    ]);
  });

  const bad = KINDS.flatMap((kind) =>
    [undefined, [], {}, { issues: {} }, { issues: [{ id: 'x' }] }].map((value) => [kind, value] as const),
  );
  it.each(bad)('on %s take %j for no answer, never for "nothing found"', async (kind, value) => {
    const tracker = TRACKERS[kind](fakeTransport(() => ({ value })));

    await expect(tracker.findMarked(['gj-a'])).rejects.toMatchObject({ facts: { cause: 'unexpected' } });
    await expect(tracker.findRecent(5)).rejects.toMatchObject({ facts: { cause: 'unexpected' } });
  });

  it('on Data Center do not hide that a property could not be read', async () => {
    const transport = fakeTransport(({ url }) =>
      url.includes('/properties/') ? { status: 500, value: {} } : { value: { issues: [issue('1', [])], total: 1 } },
    );

    await expect(TRACKERS.datacenter(transport).findRecent(5)).rejects.toMatchObject({ facts: { status: 500 } });
  });
});

describe('the assignee', () => {
  const issue = { id: '10001', key: 'OPS-1' };

  it.each([
    ['cloud', { accountId: '5d-abc', displayName: 'P' }, '5d-abc'],
    ['datacenter', { name: 'pacher', key: 'JIRAUSER1' }, 'pacher'],
    ['cloud', null, null],
    ['datacenter', null, null],
    ['cloud', undefined, null],
  ] as const)('on %s is read from %j as %j', async (kind, assignee, person) => {
    const transport = fakeTransport(() => ({ value: { id: '10001', key: 'OPS-1', fields: { assignee } } }));

    expect(await TRACKERS[kind](transport).assigneeOf(issue)).toBe(person);
    expect(transport.requests[0]?.url).toBe(`/rest/api/${kind === 'cloud' ? 3 : 2}/issue/10001`);
  });

  it.each([
    ['cloud', 3, { accountId: 'p' }],
    ['datacenter', 2, { name: 'p' }],
  ] as const)('on %s is set with one PUT', async (kind, version, body) => {
    const transport = fakeTransport(() => ({ status: 204, value: undefined }));
    await TRACKERS[kind](transport).assign(issue, 'p');

    expect(transport.requests).toMatchObject([
      { method: 'PUT', url: `/rest/api/${version}/issue/10001/assignee`, body },
    ]);
  });
});

describe('whoAmI', () => {
  it.each(KINDS)('on %s needs an answer that names us', async (kind) => {
    expect(await TRACKERS[kind](fakeTransport(() => ({ value: ME[kind] }))).whoAmI()).toBe(Object.values(ME[kind])[0]);
    for (const value of [undefined, {}, [], { displayName: 'x' }])
      await expect(TRACKERS[kind](fakeTransport(() => ({ value }))).whoAmI()).rejects.toMatchObject({
        facts: { cause: 'unexpected' },
      });
  });
});

function draftOf(change: Partial<IssueDraft> = {}): IssueDraft {
  return planOf(event(), change).draft;
}

interface SentCreate {
  url: string;
  method: string | undefined;
  body: { fields: Record<string, unknown>; properties: unknown };
}

async function sentFor(
  kind: (typeof KINDS)[number],
  draft: IssueDraft,
  without = new Set<string>(),
): Promise<SentCreate> {
  const transport = fakeTransport(() => ({ status: 201, value: { id: '1', key: 'OPS-1' } }));
  const tracker: Tracker = TRACKERS[kind](transport);
  await tracker.create(draft, MARKER, without);
  expect(transport.requests).toHaveLength(1);
  // As it goes over the wire, where a field that is undefined is none.
  return JSON.parse(JSON.stringify(transport.requests[0]));
}
