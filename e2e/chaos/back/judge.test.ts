/** The judge is held to what it must see, as most runs show it nothing of the kind. */
import { describe, expect, it } from 'vitest';
import { type BackFacts, judgeBack } from './judge.ts';

const REF = 'ref-of-object0x';
const CLOSED_AT = 10_000;
const REOPENED_AT = 20_000;
const entry = (at: number, to: string, resolution: string | null, author = 'wangwei') => ({
  ...{ at, author },
  changes: [
    { field: 'status', to },
    { field: 'resolution', to: resolution },
  ],
});
const issue = (history: object[], comments: object[] = []) => ({
  ...{ key: 'OPS-1', id: '10001', summary: 'object0x is full', creator: 'bot', history, comments },
});
const read = (at: number) => ({
  ...{ method: 'GET', path: '/rest/api/2/issue/10001?fields=status&expand=changelog', status: 200 },
  ...{ at, durationMs: 30, fault: null, body: null },
});
const asked = (kind: string, at: number, more: { path?: string; body?: unknown } = {}) => ({
  ...{ number: at, at, kind, method: 'POST', path: '', body: null, status: 200, errorCode: '', committed: true },
  ...{ fault: null, ...more },
});
const restore = (at: number) => asked('restore', at, { path: `/restore?monitorCheckerEventRef=${REF}` });
const mute = (at: number) =>
  asked('mute-create', at, { body: { name: 'guance-jira OPS-1 x', description: 'OPS-1 u' } });
const standing = (end: number | null) =>
  ({ uuid: 'mute_1', name: 'guance-jira OPS-1 x', description: 'OPS-1 u', start: 0, end, state: 'active' }) as never;

const event = (at: number) => ({
  ...{ df_event_id: 'e1', df_monitor_checker_event_ref: REF, df_status: 'critical', date: at / 1000 },
  df_fault_id: 'e1',
});

const MUTED = new Map([['mute_1', standing(7 * 86_400_000)]]);
const ENDLESS = new Map([['mute_1', standing(null)]]);

type Given = Partial<BackFacts> & { events?: readonly object[] };

function textsOf({ events = [], ...facts }: Given): string[] {
  const { mutes = new Map() } = facts;
  const objects = [{ id: 'o', ref: REF, monitorId: 'm', tags: {}, status: 'critical', faultId: 'e' }];
  const guance = { objects, events, mutes: [...mutes.values()], restores: [], deliveries: [] };
  return judgeBack({
    ...{ objects: [{ id: 'o', token: 'object0x' }], issues: [], jira: [], requests: [], mutes, frozen: [] },
    ...{
      acknowledged: new Set<string>(),
      countedAsRestored: new Set<string>(),
      ours: ['bot'],
      forgottenAt: [],
      told: true,
      guance: guance as never,
    },
    ...facts,
  }).map(({ text }) => text);
}

const DONE = entry(CLOSED_AT, 'done', '10000');
const WONT_DO = entry(CLOSED_AT, 'done', '10001');
const REOPENED = entry(REOPENED_AT, 'new', null);

describe('the judge of the way back', () => {
  it.each<[string, Given]>([
    [
      'muted by what Redis forgot, where nothing was heard of the fault since',
      { issues: [issue([WONT_DO, REOPENED])], mutes: MUTED, forgottenAt: [15_000] },
    ],
    [
      'restored once after it was read as done',
      { issues: [issue([DONE])], jira: [read(11_000)], requests: [restore(11_100)] },
    ],
    [
      'restored just after it was reopened, as nobody can know',
      { issues: [issue([DONE, REOPENED])], jira: [read(19_960)], requests: [restore(20_100)] },
    ],
    [
      'restored by a worker that was frozen since it read it',
      {
        ...{ issues: [issue([DONE, REOPENED])], jira: [read(19_000), read(21_000)], requests: [restore(22_000)] },
        frozen: [{ name: 'worker-2', from: 19_100, to: 21_900 }],
      },
    ],
    [
      'muted for its days',
      {
        issues: [issue([WONT_DO])],
        jira: [read(11_000)],
        requests: [mute(11_100)],
        mutes: MUTED,
      },
    ],
  ])('says nothing of an issue that was %s', (_, facts) => {
    expect(textsOf(facts)).toEqual([]);
  });

  it.each<[string, Given, RegExp]>([
    [
      'a restore of what was read as reopened',
      { issues: [issue([DONE, REOPENED])], jira: [read(19_000), read(21_000)], requests: [restore(21_100)] },
      /restored, and it was not done/,
    ],
    [
      'a restore of what we have closed',
      {
        issues: [issue([entry(CLOSED_AT, 'done', '10000', 'bot')])],
        jira: [read(11_000)],
        requests: [restore(11_100)],
      },
      /restored, and it was not done/,
    ],
    [
      'a second restore',
      { issues: [issue([DONE])], jira: [read(11_000)], requests: [restore(11_100), restore(11_900)] },
      /restored 2 times/,
    ],
    [
      'a second mute',
      {
        issues: [issue([WONT_DO])],
        jira: [read(11_000)],
        requests: [mute(11_100), mute(11_900)],
        mutes: MUTED,
      },
      /muted twice/,
    ],
    [
      'a mute that is never lifted since Redis forgot it, though its fault was heard of again',
      {
        ...{ issues: [issue([WONT_DO, REOPENED])], mutes: MUTED, forgottenAt: [15_000] },
        ...{ events: [event(16_000)], acknowledged: new Set(['e1']) },
      },
      /open by wangwei, and muted 1 times/,
    ],
    ['a mute without an end', { issues: [issue([WONT_DO])], mutes: ENDLESS }, /ends at null/],
    [
      'a mute that is never lifted',
      { issues: [issue([WONT_DO, REOPENED])], mutes: MUTED },
      /open by wangwei, and muted 1 times/,
    ],
    [
      'a lift of what stays closed',
      {
        issues: [issue([WONT_DO])],
        jira: [read(11_000)],
        requests: [asked('mute-delete', 11_100, { path: '/mute/mute_1/delete' })],
        mutes: MUTED,
      },
      /lifted, and it was closed/,
    ],
    [
      'a comment that is there twice',
      {
        issues: [
          issue(
            [],
            [
              { author: 'bot', body: 'x' },
              { author: 'bot', body: 'x' },
            ],
          ),
        ],
      },
      /said twice/,
    ],
    [
      'a loop',
      {
        issues: [
          issue([
            DONE,
            entry(12_000, 'new', null, 'bot'),
            entry(13_000, 'done', '10000'),
            entry(14_000, 'new', null, 'bot'),
          ]),
        ],
      },
      /reopened 2 times for 0 faults/,
    ],
  ])('sees %s', (_, facts, text) => {
    expect(textsOf(facts).join('\n')).toMatch(text);
  });
});
