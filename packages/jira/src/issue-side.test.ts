/** What is asked about one existing issue, word for word in both dialects, and what is made of the answers. */
import { EVERYBODY } from '@guance-jira/mapping';
import type { SendRequestOptions } from 'jira.js/core';
import { describe, expect, it } from 'vitest';
import { cloudTracker } from './cloud/cloud.ts';
import { dataCenterTracker } from './data-center/data-center.ts';
import { event, planOf } from './testing/drafts.ts';
import { type FakeTransport, fakeTransport } from './testing/fake-transport.ts';
import { classify } from './tracker/classify-response.ts';
import { JiraFailure } from './tracker/failure.ts';
import type { RichText } from './tracker/records/notes.ts';
import type { Tracker } from './tracker/tracker.ts';

const SITE = 'https://jira.example.com';
const TRACKERS = {
  cloud: (transport: FakeTransport) => cloudTracker(transport, SITE, SITE),
  datacenter: (transport: FakeTransport) => dataCenterTracker(transport, SITE),
};
/** What a route wants of these fields. */
const draftWith = (fields: Record<string, unknown>) => planOf(event(), { fields }).draft;
const KINDS = ['cloud', 'datacenter'] as const;
type Kind = (typeof KINDS)[number];
const API = { cloud: '/rest/api/3', datacenter: '/rest/api/2' };
const ME = { cloud: { accountId: 'me' }, datacenter: { name: 'me' } };
const ISSUE = { id: '10001', key: 'OPS-1' };
const LOOK = { since: 0, slot: async () => {} };
const TEXT: RichText = {
  type: 'root',
  children: [{ type: 'paragraph', children: [{ type: 'text', value: '已恢复' }] }],
};

type Answer = { status?: number; value: unknown };
/** A tracker whose issue requests are answered so; it knows itself unless a test says otherwise. */
function trackerOn(kind: Kind, answer: unknown, { status = 200, me = { value: ME[kind] } as Answer } = {}) {
  const transport = fakeTransport(({ url }) => (url.endsWith('/myself') ? me : { status, value: answer }));
  return { tracker: TRACKERS[kind](transport), transport };
}

/** As it goes over the wire, where a field that is undefined is none. */
function wireOf({ method = 'GET', url, body, searchParams }: SendRequestOptions) {
  const query = Object.entries(searchParams ?? {}).filter(([, value]) => value !== undefined);
  return {
    is: `${method} ${url}`,
    query: Object.fromEntries(query.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value])),
    body: body === undefined ? undefined : JSON.parse(JSON.stringify(body)),
  };
}

async function sent(kind: Kind, act: (tracker: Tracker) => Promise<unknown>, answer: unknown = undefined) {
  const { tracker, transport } = trackerOn(kind, answer, { status: answer === undefined ? 204 : 200 });
  await act(tracker);
  expect(transport.requests).toHaveLength(1);
  const [request] = transport.requests;
  if (!request) throw new Error('nothing was sent');
  return wireOf(request);
}

const COMMENT = {
  cloud: { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: '已恢复' }] }] },
  datacenter: '已恢复',
};
const bare = { id: '10001', key: 'OPS-1', fields: { status: { name: 'To Do', statusCategory: { key: 'new' } } } };

describe.each(KINDS)('a request about an issue on %s', (kind) => {
  const issue = `${API[kind]}/issue/10001`;
  const newest = { orderBy: '-created', expand: 'properties' };
  type Row = [says: string, act: (tracker: Tracker) => Promise<unknown>, answer: unknown, is: object];
  const rows: Row[] = [
    [
      'reads it with its history and our property',
      (tracker) => tracker.read(ISSUE),
      bare,
      {
        is: `GET ${issue}`,
        query: {
          fields: 'issuetype,status,resolution,resolutiondate,priority',
          properties: 'guance-jira',
          expand: 'changelog',
        },
      },
    ],
    [
      'comments with a mark that people do not see',
      (tracker) => tracker.comment(ISSUE, TEXT, 'event-1 recovered 10001', EVERYBODY),
      { id: '5' },
      {
        is: `POST ${issue}/comment`,
        body: {
          body: COMMENT[kind],
          properties: [{ key: 'guance-jira', value: { mark: 'event-1 recovered 10001' } }],
        },
      },
    ],
    [
      'comments for agents only',
      (tracker) => tracker.comment(ISSUE, TEXT, 'm', { internal: true, visibility: null }),
      { id: '5' },
      {
        is: `POST ${issue}/comment`,
        body: {
          body: COMMENT[kind],
          properties: [
            { key: 'guance-jira', value: { mark: 'm' } },
            { key: 'sd.public.comment', value: { internal: true } },
          ],
        },
      },
    ],
    [
      'comments for a role only',
      (tracker) =>
        tracker.comment(ISSUE, TEXT, 'm', { internal: false, visibility: { type: 'role', value: 'Developers' } }),
      { id: '5' },
      {
        is: `POST ${issue}/comment`,
        body: {
          body: COMMENT[kind],
          properties: [{ key: 'guance-jira', value: { mark: 'm' } }],
          visibility: { type: 'role', value: 'Developers' },
        },
      },
    ],
    [
      'has a person watch it',
      (tracker) => tracker.watch(ISSUE, 'pacher'),
      undefined,
      { is: `POST ${issue}/watchers`, body: 'pacher' },
    ],
    [
      'looks for a comment among the newest',
      (tracker) => tracker.hasComment(ISSUE, 'm', LOOK),
      { comments: [] },
      { is: `GET ${issue}/comment`, query: expect.objectContaining(newest) },
    ],
    [
      'asks for transitions with their screens',
      (tracker) => tracker.transitions(ISSUE),
      { transitions: [] },
      { is: `GET ${issue}/transitions`, query: { expand: 'transitions.fields' } },
    ],
    [
      'moves it',
      (tracker) => tracker.transition(ISSUE, '31', {}),
      undefined,
      { is: `POST ${issue}/transitions`, body: { transition: { id: '31' } } },
    ],
    [
      'moves it with a resolution',
      (tracker) => tracker.transition(ISSUE, '31', { resolution: '完成' }),
      undefined,
      {
        is: `POST ${issue}/transitions`,
        body: { transition: { id: '31' }, fields: { resolution: { name: '完成' } } },
      },
    ],
    [
      'empties its resolution on the way',
      (tracker) => tracker.transition(ISSUE, '12', { resolution: null }),
      undefined,
      { is: `POST ${issue}/transitions`, body: { transition: { id: '12' }, fields: { resolution: null } } },
    ],
    [
      'sets its priority and nothing else',
      (tracker) => tracker.setPriority(ISSUE, 'Highest'),
      undefined,
      { is: `PUT ${issue}`, query: {}, body: { fields: { priority: { name: 'Highest' } } } },
    ],
    [
      'writes fields and nothing else, without those that it shall not',
      (tracker) =>
        tracker.setFields(ISSUE, draftWith({ customfield_1: 95, customfield_2: 'x' }), new Set(['customfield_2'])),
      undefined,
      { is: `PUT ${issue}`, query: {}, body: { fields: { customfield_1: 95 } } },
    ],
    [
      'writes its environment in the form of this Jira',
      (tracker) => tracker.setFields(ISSUE, draftWith({ environment: 'prod' }), new Set()),
      undefined,
      {
        is: `PUT ${issue}`,
        body: { fields: { environment: kind === 'cloud' ? expect.objectContaining({ type: 'doc' }) : 'prod' } },
      },
    ],
    [
      'links it to an older one',
      (tracker) => tracker.relate(ISSUE, { id: '9', key: 'OPS-0' }),
      undefined,
      {
        is: `POST ${API[kind]}/issueLink`,
        body: { type: { name: 'Relates' }, inwardIssue: { key: 'OPS-1' }, outwardIssue: { key: 'OPS-0' } },
      },
    ],
    [
      'asks for the statuses of its project',
      (tracker) => tracker.statuses({ id: '10001', key: 'A_B2-77' }),
      [],
      { is: `GET ${API[kind]}/project/A_B2/statuses` },
    ],
  ];

  it.each(rows)('%s', async (_says, act, answer, is) => {
    expect(await sent(kind, act, answer)).toMatchObject(is);
  });

  it.each(['comment', 'transition', 'setPriority', 'setFields', 'relate'] as const)(
    '%s is never sent twice',
    async (name) => {
      const { tracker, transport } = trackerOn(kind, { errorMessages: ['busy'] }, { status: 503 });
      const acts = {
        comment: () => tracker.comment(ISSUE, TEXT, 'm', EVERYBODY),
        transition: () => tracker.transition(ISSUE, '31', {}),
        setPriority: () => tracker.setPriority(ISSUE, 'High'),
        setFields: () => tracker.setFields(ISSUE, draftWith({ customfield_1: 1 }), new Set()),
        relate: () => tracker.relate(ISSUE, ISSUE),
      };

      await expect(acts[name]()).rejects.toMatchObject({ facts: { status: 503 } });
      expect(transport.requests).toHaveLength(1);
    },
  );
});

describe.each(KINDS)('an issue that does not show itself on %s', (kind) => {
  const words = { errorMessages: ['Issue Does Not Exist'], errors: {} };
  const refused: Answer = { status: 401, value: { message: 'Client must be authenticated' } };

  it.each([
    [404, 'is gone'],
    [403, 'is hidden from this account'],
  ])('with %i and the words of Jira %s, once Jira knows us', async (status) => {
    const { tracker, transport } = trackerOn(kind, words, { status });

    expect(await tracker.read(ISSUE)).toBeNull();
    expect(transport.requests.map(({ url }) => url)).toEqual([`${API[kind]}/issue/10001`, `${API[kind]}/myself`]);
  });

  it.each([404, 403])('with %i is not gone when the login was refused', async (status) => {
    const { tracker } = trackerOn(kind, words, { status, me: refused });

    await expect(tracker.read(ISSUE)).rejects.toMatchObject({ facts: { status: 401 } });
  });

  it.each([404, 403])('with %i and no words of Jira is not gone: a proxy may have said so', async (status) => {
    const { tracker, transport } = trackerOn(kind, 'Not Found', { status });

    await expect(tracker.read(ISSUE)).rejects.toMatchObject({ facts: { status } });
    expect(transport.requests).toHaveLength(1);
  });

  it('with the 404 of the gateway, in JSON of its own, is not gone', async () => {
    const { tracker } = trackerOn(
      kind,
      { status: 404, error: 'Not Found', message: 'No message available' },
      { status: 404 },
    );

    await expect(tracker.read(ISSUE)).rejects.toMatchObject({ facts: { status: 404, own: false } });
  });

  it.each([400, 401, 410, 429, 500, 502])('with %i is not gone', async (status) => {
    await expect(trackerOn(kind, words, { status }).tracker.read(ISSUE)).rejects.toMatchObject({ facts: { status } });
  });
});

describe('an answer that is none', () => {
  const cases = KINDS.flatMap((kind) =>
    [undefined, null, [], {}, 'text', { issues: [] }].map((value) => [kind, value] as const),
  );
  it.each(cases)('on %s of %j is ambiguous for every question', async (kind, value) => {
    const { tracker } = trackerOn(kind, value);
    const questions = [
      () => tracker.read(ISSUE),
      () => tracker.hasComment(ISSUE, 'm', LOOK),
      () => tracker.transitions(ISSUE),
      ...(Array.isArray(value) ? [] : [() => tracker.statuses(ISSUE)]),
    ];

    for (const ask of questions) {
      const error = await ask().catch((thrown: unknown) => thrown);
      expect(error instanceof JiraFailure && classify(error.facts)).toBe('ambiguous');
    }
  });

  // Something before Jira can answer 200 to anything: an outcome must not hang on it.
  const changes = KINDS.flatMap((kind) =>
    [null, [], {}, 'text', { error: 'session expired' }].map((value) => [kind, value] as const),
  );
  it.each(changes)('on %s of %j is ambiguous for every change that an outcome hangs on', async (kind, value) => {
    const { tracker } = trackerOn(kind, value);
    const acts = [
      () => tracker.comment(ISSUE, TEXT, 'm', EVERYBODY),
      () => tracker.transition(ISSUE, '31', {}),
      () => tracker.setPriority(ISSUE, 'High'),
      () => tracker.setFields(ISSUE, draftWith({ customfield_1: 1 }), new Set()),
    ];

    for (const act of acts) {
      const error = await act().catch((thrown: unknown) => thrown);
      expect(error instanceof JiraFailure && classify(error.facts)).toBe('ambiguous');
    }
  });

  it.each(KINDS)(
    'on %s, of nothing at all, is ambiguous for a comment: Jira shows the one that it made',
    async (kind) => {
      const { tracker } = trackerOn(kind, undefined, { status: 204 });

      await expect(tracker.comment(ISSUE, TEXT, 'm', EVERYBODY)).rejects.toMatchObject({
        facts: { cause: 'unexpected' },
      });
    },
  );
});
