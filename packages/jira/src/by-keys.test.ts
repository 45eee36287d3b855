import { describe, expect, it } from 'vitest';
import { cloudTracker } from './cloud/cloud.ts';
import { dataCenterTracker } from './data-center/data-center.ts';
import { type FakeTransport, fakeTransport } from './testing/fake-transport.ts';
import type { Tracker } from './tracker/tracker.ts';

const SITE = 'http://jira.example';
const NOT_THERE = { status: 404, value: { errorMessages: ['Issue Does Not Exist'], errors: {} } };
const HIDDEN = { status: 403, value: { errorMessages: ['You do not have the permission'], errors: {} } };
const wire = (id: string, key: string, creator: object) => ({
  ...{ id, key, fields: { labels: ['gj-a'], created: '2026-01-01T10:00:00.000+0000', creator } },
  properties: { 'guance-jira': { marker: 'gj-a', eventId: 'e', faultKey: 'f' } },
});

describe('issues by their keys', () => {
  it('are read in one request on Cloud; what was moved is told apart, what is missing is left out', async () => {
    const transport = fakeTransport(() => ({
      value: {
        issueErrors: [],
        issues: [wire('1', 'OPS-5', { accountId: 'me' }), wire('3', 'DBA-99', {})],
      },
    }));
    const { found, moved } = await cloudTracker(transport, SITE, SITE).readByKeys(['OPS-5', 'OPS-6', 'OPS-7']);

    expect(transport.requests).toMatchObject([
      {
        url: '/rest/api/3/issue/bulkfetch',
        method: 'POST',
        body: {
          issueIdsOrKeys: ['OPS-5', 'OPS-6', 'OPS-7'],
          fields: ['labels', 'created', 'creator'],
          properties: ['guance-jira'],
        },
      },
    ]);
    expect([...found].map(([key, issue]) => [key, issue.key, issue.creator])).toEqual([['OPS-5', 'OPS-5', 'me']]);
    expect(moved.map(({ key }) => key)).toEqual(['DBA-99']);
    expect(found.get('OPS-5')).toMatchObject({ markers: ['gj-a'], createdAt: Date.UTC(2026, 0, 1, 10) });
  });

  it('are not read in place of one with the same number that was moved away', async () => {
    const issues = [wire('3', 'DBA-6', {}), wire('1', 'OPS-5', {})];
    const transport = fakeTransport(() => ({ value: { issueErrors: [], issues } }));
    const { found, moved } = await cloudTracker(transport, SITE, SITE).readByKeys(['OPS-5', 'OPS-6', 'OPS-7']);

    expect([...found.keys()]).toEqual(['OPS-5']);
    expect(moved.map(({ key }) => key)).toEqual(['DBA-6']);
  });

  it('are those of a project that got another key, beside one that was moved out of it', async () => {
    const issues = [wire('3', 'DBA-6', {}), wire('1', 'NOC-5', {}), wire('4', 'NOC-6', {})];
    const transport = fakeTransport(() => ({ value: { issueErrors: [], issues } }));
    const { found, moved } = await cloudTracker(transport, SITE, SITE).readByKeys(['OPS-5', 'OPS-6', 'OPS-7']);

    // Its numbers stay.
    expect([...found].map(([key, issue]) => [key, issue.key])).toEqual([
      ['OPS-5', 'NOC-5'],
      ['OPS-6', 'NOC-6'],
    ]);
    expect(moved.map(({ key }) => key)).toEqual(['DBA-6']);
  });

  it('are read one by one on Data Center, whatever key they have now', async () => {
    const transport = fakeTransport(({ url }) => {
      if (url.endsWith('OPS-5')) return { value: wire('1', 'DBA-9', { name: 'bot' }) };
      return url.endsWith('OPS-6') ? NOT_THERE : HIDDEN;
    });
    const { found } = await dataCenterTracker(transport, SITE).readByKeys(['OPS-5', 'OPS-6', 'OPS-7']);

    expect([...found].map(([key, issue]) => [key, issue.key, issue.creator])).toEqual([['OPS-5', 'DBA-9', 'bot']]);
    expect(transport.requests[0]).toMatchObject({
      url: '/rest/api/2/issue/OPS-5',
      searchParams: { fields: 'labels,created,creator', properties: 'guance-jira' },
    });
  });

  it('are not missing because something before Jira says so', async () => {
    const transport = fakeTransport(() => ({ status: 404, value: undefined }));
    await expect(dataCenterTracker(transport, SITE).readByKeys(['OPS-5'])).rejects.toMatchObject({
      facts: { status: 404 },
    });
  });
});

describe.each<[string, (transport: FakeTransport, others: () => Promise<string[]>) => Tracker]>([
  ['Cloud', (transport, others) => cloudTracker(transport, SITE, SITE, others)],
  ['Data Center', (transport, others) => dataCenterTracker(transport, SITE, others)],
])('what earlier accounts made on %s', (_where, trackerWith) => {
  const empty = { value: { issues: [], total: 0, startAt: 0, maxResults: 1 } };
  const jqlOf = (transport: FakeTransport) =>
    transport.requests.map(({ body }) => String(Reflect.get(Object(body), 'jql')).split(' AND ')[0]);

  it('counts as ours in every search', async () => {
    const transport = fakeTransport(() => empty);
    const tracker = trackerWith(transport, async () => ['bot-before', 'a "b"']);
    await tracker.findMarked(['gj-a']);
    await tracker.findRecent(5);
    await tracker.hasIssues();
    await tracker.newestIn('OPS', true);

    const clause = 'creator in (currentUser(), "bot-before", "a \\"b\\"")';
    expect(jqlOf(transport)).toEqual([clause, clause, clause, clause]);
  });

  it('is asked for plainly where there was none', async () => {
    const transport = fakeTransport(() => empty);
    await trackerWith(transport, async () => []).findMarked(['gj-a']);

    expect(jqlOf(transport)).toEqual(['creator = currentUser()']);
  });

  it('is nothing where this Jira does not know the account', async () => {
    const words = "The value 'gone' does not exist for the field 'creator'.";
    const transport = fakeTransport(({ body }) =>
      JSON.stringify(body).includes('gone') ? { status: 400, value: { errorMessages: [words] } } : empty,
    );
    const tracker = trackerWith(transport, async () => ['gone', 'bot-before']);
    expect((await tracker.findMarked(['gj-a'])).complete).toBe(true);
    await tracker.findMarked(['gj-b']);

    const without = 'creator in (currentUser(), "bot-before")';
    expect(jqlOf(transport)).toEqual(['creator in (currentUser(), "gone", "bot-before")', without, without]);
  });

  it('is not given up because Jira refuses a search for another reason', async () => {
    const transport = fakeTransport(() => ({ status: 400, value: { errorMessages: ['no such field'] } }));
    await expect(trackerWith(transport, async () => ['bot-before']).findMarked(['gj-a'])).rejects.toMatchObject({
      facts: { status: 400 },
    });
    expect(transport.requests).toHaveLength(1);
  });
});
