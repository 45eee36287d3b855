import type { GuanceFacts, QueueFacts, RedisFacts } from '@guance-jira/operations';
import { describe, expect, it } from 'vitest';
import type { Check } from '../command-line/check.ts';
import { wordsIn } from '../words/words-in.ts';
import { checkChanges } from './check-changes.ts';
import { checkGuance } from './check-guance.ts';
import { checkClocks, checkJira, checkToken } from './check-jira.ts';
import { checkPoll } from './check-poll.ts';
import { checkQueue } from './check-queue.ts';
import { checkRedis } from './check-redis.ts';
import { checkWebhook, type WebhookFacts } from './webhook.ts';

const words = wordsIn('en');
const codes = (checks: readonly Check[]) => checks.map(({ level, code }) => `${level} ${code}`);
/** A red line without what to do helps nobody. */
const allSayWhatToDo = (checks: readonly Check[]) => checks.filter(({ level, todo }) => level === 'bad' && !todo);

const AT = { site: 'http://jira.example', status: null };

describe('Redis', () => {
  const durability = (appendonly: string | null, appendfsync: string | null, maxmemoryPolicy: string | null) => ({
    appendonly,
    appendfsync,
    maxmemoryPolicy,
    durable: appendonly === 'yes' && appendfsync === 'always' && maxmemoryPolicy === 'noeviction',
    promise: '',
  });
  const FACTS: RedisFacts = {
    durability: durability('yes', 'always', 'noeviction'),
    used: 1e6,
    max: 0,
    replicas: 0,
    skewMs: 0,
  };

  it.each<[string, Partial<RedisFacts>, number, boolean, string[]]>([
    ['as it should be', {}, 0, true, ['ok durable', 'ok memory_unlimited']],
    [
      'evicting',
      { durability: durability('yes', 'always', 'allkeys-lru') },
      0,
      false,
      ['bad evicts', 'ok memory_unlimited'],
    ],
    [
      'without a file',
      { durability: durability('no', 'everysec', 'noeviction') },
      0,
      false,
      ['bad no_aof', 'ok memory_unlimited'],
    ],
    [
      'fsync each second',
      { durability: durability('yes', 'everysec', 'noeviction') },
      0,
      false,
      ['warn fsync', 'ok memory_unlimited'],
    ],
    [
      'the same where it must be durable',
      { durability: durability('yes', 'everysec', 'noeviction') },
      0,
      true,
      ['bad fsync', 'ok memory_unlimited'],
    ],
    [
      'managed',
      { durability: durability(null, null, null), used: null, max: null },
      0,
      false,
      ['unknown durability_untold', 'unknown memory_untold'],
    ],
    ['half full', { used: 50, max: 100 }, 0, false, ['ok durable', 'ok memory']],
    ['rather full', { used: 80, max: 100 }, 0, false, ['ok durable', 'warn memory_tight']],
    ['full', { used: 95, max: 100 }, 0, false, ['ok durable', 'bad memory_tight']],
    ['with replicas', { replicas: 2 }, 1, false, ['ok durable', 'ok memory_unlimited', 'ok replicas']],
    ['with too few', { replicas: 0 }, 1, false, ['ok durable', 'ok memory_unlimited', 'bad replicas_missing']],
    [
      'that does not tell of any',
      { replicas: null },
      1,
      false,
      ['ok durable', 'ok memory_unlimited', 'unknown replicas_untold'],
    ],
  ])('%s', (_, change, wanted, must, expected) => {
    const checks = checkRedis(
      { ...FACTS, ...change },
      { REDIS_WAIT_REPLICAS: wanted, REQUIRE_DURABLE_REDIS: must },
      words,
    );
    expect(codes(checks)).toEqual(expected);
    expect(allSayWhatToDo(checks)).toEqual([]);
  });
});

describe('Jira', () => {
  const REACHED = {
    reached: true,
    deployment: 'cloud',
    site: 'http://j',
    skewMs: 0,
    account: { name: 'Bot' },
    rights: new Map(),
  } as const;
  const all = Object.fromEntries(
    [
      'BROWSE_PROJECTS',
      'CREATE_ISSUES',
      'ADD_COMMENTS',
      'TRANSITION_ISSUES',
      'ASSIGN_ISSUES',
      'EDIT_ISSUES',
      'LINK_ISSUES',
    ].map((right) => [right, true]),
  );

  it.each<[string, Parameters<typeof checkJira>[0], string[]]>([
    ['as it should be', { ...REACHED, rights: new Map([['OPS', all]]) }, ['ok jira', 'ok account', 'ok rights']],
    ['away', { reached: false, why: 'ECONNREFUSED', tls: null, ...AT }, ['bad jira_unreachable']],
    [
      'without its context path',
      { reached: false, why: 'answered 404', tls: null, site: 'http://j', status: 404 },
      ['bad jira_not_found'],
    ],
    ['without an access token', { reached: false, why: 'away', tls: 'token', ...AT }, ['bad token_unreachable']],
    [
      'behind TLS that wants a certificate',
      { reached: false, why: 'closed', tls: 'certificate_wanted', ...AT },
      ['bad tls_certificate_wanted'],
    ],
    ['refusing', { ...REACHED, account: { refused: '401', because: 'login' } }, ['ok jira', 'bad login_refused']],
    [
      'that takes no passwords',
      { ...REACHED, deployment: 'datacenter', account: { refused: 'Basic is off', because: 'passwords' } },
      ['ok jira', 'bad passwords_refused'],
    ],
    [
      'that forbids everything before it has told what it is',
      { ...REACHED, deployment: null, account: { refused: '403', because: 'everything' } },
      ['unknown jira_untold', 'bad all_forbidden'],
    ],
    ['not tried, lest the account be locked', { reached: 'untried' }, ['bad login_untried']],
    [
      'lacking rights, project by project',
      {
        ...REACHED,
        rights: new Map([
          ['A', { ...all, CREATE_ISSUES: false }],
          ['B', { ...all, LINK_ISSUES: false }],
          ['C', null],
        ]),
      },
      ['ok jira', 'ok account', 'bad rights_missing', 'warn rights_useful', 'bad project_missing'],
    ],
  ])('%s', (_, facts, expected) => {
    const checks = checkJira(facts, words);
    expect(codes(checks)).toEqual(expected);
    expect(allSayWhatToDo(checks)).toEqual([]);
  });
});

it.each([
  ['another', 'restart npm start or the worker'],
  ['this', 'resume'],
] as const)('sees that its own login works while %s one is refused to the worker', (whose, todo) => {
  const facts = {
    ...AT,
    reached: true,
    deployment: 'cloud',
    skewMs: 0,
    account: { name: 'Bot' },
    rights: new Map(),
  } as const;

  expect(checkJira(facts, words, whose)).toContainEqual(
    expect.objectContaining({ code: 'worker_login_refused', level: 'bad', todo: expect.stringContaining(todo) }),
  );
});

it.each([
  ['en', 'create a personal access token', 'JIRA_TOKEN without JIRA_USER'],
  ['zh', '请创建个人访问令牌', '不填 JIRA_USER'],
] as const)(
  'a Jira without passwords is told in %s with its own words, and with what to set',
  (language, make, set) => {
    const account = {
      refused: 'Basic Authentication has been disabled on this instance.',
      because: 'passwords',
    } as const;
    const facts = {
      reached: true,
      deployment: 'datacenter',
      site: 'http://j',
      skewMs: 0,
      account,
      rights: new Map(),
    } as const;
    const told = checkJira(facts, wordsIn(language)).find(({ code }) => code === 'passwords_refused');

    expect(told?.text).toContain(account.refused);
    expect(told?.todo).toContain(make);
    expect(told?.todo).toContain(set);
  },
);

describe('the token', () => {
  const NOW = Date.UTC(2026, 10, 25, 12);

  it.each([
    [undefined, 'unknown token_untold'],
    ['2027-06-01', 'ok token'],
    ['2026-12-10', 'ok token'],
    ['2026-12-09', 'warn token_soon'],
    ['2026-11-26', 'warn token_soon'],
    ['2026-11-25', 'bad token_expired'],
    ['2026-11-24', 'bad token_expired'],
  ])('%s: %s', (expires, expected) => {
    expect(codes(checkToken(expires === undefined ? undefined : Date.parse(expires), true, NOW, words))).toEqual([
      expected,
    ]);
  });

  it('is no matter for a password', () => {
    expect(checkToken(undefined, false, NOW, words)).toEqual([]);
  });
});

describe('the clocks', () => {
  it.each([
    [0, 0, 'ok clocks'],
    [900, -4900, 'ok clocks'],
    [5000, 0, 'warn clocks_apart'],
    [0, -61_000, 'bad clocks_apart'],
    [null, 10, 'ok clocks'],
    [null, null, 'unknown clocks_untold'],
  ])('Jira %s ms, Redis %s ms: %s', (jiraMs, redisMs, expected) => {
    expect(codes([checkClocks({ jiraMs, redisMs }, words)])).toEqual([expected]);
  });

  it('say which one is off, and which way', () => {
    expect(checkClocks({ jiraMs: 7000, redisMs: -9000 }, words).text).toBe(
      'Jira is 7 s ahead of this machine; Redis is 9 s behind this machine',
    );
  });
});

describe('the webhook', () => {
  it.each<[WebhookFacts['answer'], boolean, string]>([
    [{ status: 200, state: 'ready' }, true, 'ok webhook'],
    [{ status: 200, state: 'degraded' }, true, 'warn webhook_spools'],
    [{ status: 503, state: 'unavailable' }, true, 'bad webhook_unavailable'],
    [{ status: 404, state: null }, true, 'bad webhook_foreign'],
    [{ error: 'ECONNREFUSED' }, true, 'bad webhook_silent'],
    [{ error: 'ECONNREFUSED' }, false, 'unknown webhook_silent'],
    [{ status: 404, state: null }, false, 'unknown webhook_foreign'],
  ])('%j, public: %s: %s', (answer, isPublic, expected) => {
    const found = checkWebhook({ url: 'http://r', isPublic, answer }, words);
    expect(codes([found])).toEqual([expected]);
    expect(allSayWhatToDo([found])).toEqual([]);
  });
});

describe('the queue', () => {
  const NOW = 1_000_000_000;
  const FACTS: QueueFacts = {
    ...{ waiting: 0, delayed: 0, active: 0, failed: 0, failedOfDay: 0, oldest: null, doneAt: null, paused: false },
    limits: { concurrency: null, rate: null },
    pauses: { now: NOW, manual: null, jira: null },
    ledger: { epoch: NOW - 5000, beatAt: NOW - 5000 },
  };
  const FINE = ['ok worker', 'ok pauses', 'ok waiting', 'ok failed', 'ok ledger'];
  const pauses = (change: Partial<QueueFacts['pauses']>) => ({ pauses: { ...FACTS.pauses, ...change } });
  const late = (ms: number) => ({ at: NOW - ms, waitsFor: null });
  const instead = (index: number, ...codesThere: string[]) => FINE.toSpliced(index, 1, ...codesThere);
  const rest = (reason: string, until: number) => pauses({ jira: { reason, until, failures: 3, login: '' } });

  it.each<[string, Partial<QueueFacts>, string[]]>([
    ['as it should be', {}, FINE],
    ['no worker for a minute', { ledger: { epoch: 1, beatAt: NOW - 60_000 } }, instead(0, 'bad worker_silent')],
    [
      'never a worker',
      { ledger: null },
      ['bad worker_never', 'ok pauses', 'ok waiting', 'ok failed', 'unknown ledger_empty'],
    ],
    ['a person', pauses({ manual: { until: NOW + 1, by: 'li', reason: 'x' } }), instead(1, 'warn paused_manual')],
    ['the button', { paused: true }, instead(1, 'warn paused_dashboard')],
    ['a refused login', rest('unauthorized', NOW + 1), instead(1, 'bad rests_unauthorized')],
    ['a 403 for everything', rest('forbidden', NOW + 1), instead(1, 'bad rests_forbidden')],
    ['an outage whose next try is due', rest('unavailable', NOW - 1), instead(1, 'bad rests_unavailable')],
    ['a 429', rest('throttled', NOW + 1), instead(1, 'warn rests_throttled')],
    [
      'creates that a firewall refuses',
      pauses({ blocked: [{ kind: 'create', until: NOW + 1, times: 3, said: 'Jira create: answered 413' }] }),
      instead(1, 'warn blocked_create'),
    ],
    ['a 429 that is over', rest('throttled', NOW - 1), FINE],
    ['waiting for a while', { waiting: 3, oldest: late(60_000) }, FINE],
    ['waiting too long for no known reason', { waiting: 3, oldest: late(600_000) }, instead(2, 'bad waiting_long')],
    [
      'waiting too long, while events are handled',
      { waiting: 3, oldest: late(600_000), doneAt: NOW - 1000 },
      instead(2, 'warn waiting_long'),
    ],
    [
      'waiting too long since the last was handled',
      { waiting: 3, oldest: late(600_000), doneAt: NOW - 300_000 },
      instead(2, 'bad waiting_long'),
    ],
    [
      'waiting too long and saying what for',
      { delayed: 1, oldest: { ...late(600_000), waitsFor: 'held' } },
      instead(2, 'warn waiting_long'),
    ],
    [
      'waiting too long in a pause',
      { paused: true, waiting: 3, oldest: late(600_000) },
      ['ok worker', 'warn paused_dashboard', 'warn waiting_long', 'ok failed', 'ok ledger'],
    ],
    ['failed ones', { failed: 2 }, instead(3, 'warn failed_some')],
    ['failed ones, one of them today', { failed: 2, failedOfDay: 1 }, instead(3, 'bad failed_some')],
    [
      'a limit of the queue',
      { limits: { concurrency: null, rate: { max: 1, duration: 600_000 } } },
      instead(1, 'warn queue_limited'),
    ],
  ])('%s', (_, change, expected) => {
    const checks = checkQueue({ ...FACTS, ...change }, NOW, words);
    expect(codes(checks)).toEqual(expected);
    expect(allSayWhatToDo(checks)).toEqual([]);
  });
});

it('the account needs the right to add attachments where issues get charts', () => {
  const names = [
    'BROWSE_PROJECTS',
    'CREATE_ISSUES',
    'ADD_COMMENTS',
    'TRANSITION_ISSUES',
    'ASSIGN_ISSUES',
    'EDIT_ISSUES',
  ];
  const permissions = Object.fromEntries([...names, 'LINK_ISSUES'].map((name) => [name, true]));
  const rights = new Map([['OPS', permissions]]);
  const facts = { ...AT, reached: true, deployment: 'cloud', skewMs: 0, account: { name: 'bot' }, rights } as const;

  expect(codes(checkJira(facts, words))).toContain('ok rights');
  expect(checkJira(facts, words, null, ['OPS'])).toContainEqual(
    expect.objectContaining({ code: 'rights_useful', text: expect.stringContaining('CREATE_ATTACHMENTS') }),
  );
});

describe('what the rules want of Guance', () => {
  const key = (problem: string | null) => ({ workspace: 'wksp_1', problem });
  const token = (problem: string | null, isSure = false) => ({ workspace: 'wksp_1', problem, isSure });
  const nothing = { back: [], catchUp: [], logs: [], chart: [] };
  const back = { ...nothing, back: ['disks'] };
  const catchUp = { ...nothing, catchUp: ['disks'] };
  const chart = { ...nothing, chart: ['disks'] };
  const well = { keys: [key(null)], tokens: [token(null)] };

  it.each<[string, Omit<GuanceFacts, 'keys' | 'tokens'> & Partial<GuanceFacts>, string[], off?: true]>([
    ['nothing', { wanted: nothing }, []],
    ['to be told, without a key', { wanted: back }, ['bad guance_no_key']],
    ['to be told, with a key that works', { wanted: back, keys: [key(null)] }, ['ok guance']],
    [
      'to be told, with a key that is refused',
      { wanted: back, keys: [key(null), key('no')] },
      ['ok guance', 'bad guance_refuses'],
    ],
    ['what never came, without a key', { wanted: catchUp }, ['bad catch_up_no_key']],
    ['what never came, with a key', { wanted: catchUp, keys: [key(null)] }, ['ok guance']],
    [
      'what never came, and nobody looks',
      { wanted: catchUp, keys: [key(null)] },
      ['ok guance', 'warn catch_up_off'],
      true,
    ],
    ['log lines, without a key', { wanted: { ...nothing, logs: ['disks'] } }, ['warn context_no_key']],
    [
      'log lines, with a key and no token',
      { wanted: { ...nothing, logs: ['disks'] }, keys: [key(null)] },
      ['ok guance'],
    ],
    ['a chart, without a key', { wanted: chart, tokens: [token(null)] }, ['warn context_no_key']],
    ['a chart, without a token', { wanted: chart, keys: [key(null)] }, ['ok guance', 'warn client_token_missing']],
    ['a chart, with both', { wanted: chart, ...well }, ['ok guance', 'ok client_token']],
    [
      'a chart, with a token that is refused',
      { wanted: chart, ...well, tokens: [token('no', true)] },
      ['ok guance', 'warn client_token_refused'],
    ],
    [
      'a chart, where the query of the trial draws nothing',
      { wanted: chart, ...well, tokens: [token('no such data')] },
      ['ok guance', 'unknown client_token_untold'],
    ],
    [
      'a chart, with a token for another workspace only',
      { wanted: chart, keys: [key(null), { workspace: 'wksp_2', problem: null }], tokens: [token(null)] },
      ['ok guance', 'ok guance', 'ok client_token', 'warn client_token_missing'],
    ],
  ])('%s', (_name, facts, expected, off) => {
    for (const language of ['en', 'zh'] as const) {
      const checks = checkGuance({ keys: [], tokens: [], ...facts }, off !== true, wordsIn(language));

      expect(codes(checks)).toEqual(expected);
      expect(checks.filter(({ level, todo }) => (level === 'bad' || level === 'warn') && !todo)).toEqual([]);
    }
  });
});

describe('what people change in Jira', () => {
  const at = (exists: boolean | null) => ({ url: 'http://r/webhook/jira/…', exists });

  it.each<[string, string[], boolean, boolean | null, string[]]>([
    ['is asked for by no route', [], false, false, []],
    ['comes by the webhook', ['disks'], false, true, ['ok changes']],
    ['is polled', ['disks'], true, false, []],
    ['reaches nobody', ['disks'], false, false, ['bad changes_unheard']],
    ['is not known to reach us', ['disks'], false, null, []],
  ])('%s', (_name, routes, isPolled, exists, expected) => {
    const checks = checkChanges(routes, isPolled, at(exists), words);

    expect(codes(checks)).toEqual(expected);
    expect(allSayWhatToDo(checks)).toEqual([]);
  });
});

describe('the poll of Jira', () => {
  const NOW = Date.UTC(2026, 10, 30, 12);
  const MINUTE = 60_000;
  const polled = { now: NOW, everyMs: 2 * MINUTE, lookedAt: NOW - MINUTE, found: 3, told: 1, failure: '' };

  it.each<[string, number | undefined, Partial<typeof polled> | { lookedAt: null; everyMs: null }, string[]]>([
    ['that nobody wants', undefined, { lookedAt: null, everyMs: null }, []],
    ['that is done', 2 * MINUTE, {}, ['ok poll']],
    ['that the workers do, and this shell does not know of', undefined, {}, ['ok poll']],
    ['that was switched off some days ago', undefined, { lookedAt: NOW - 3 * 1440 * MINUTE }, []],
    ['that was never done', 2 * MINUTE, { lookedAt: null, everyMs: null }, ['warn poll_never']],
    ['that was last done an hour ago', 2 * MINUTE, { lookedAt: NOW - 60 * MINUTE, failure: 'x' }, ['warn poll_late']],
  ])('%s', (_name, wanted, change, expected) => {
    const checks = checkPoll({ ...polled, ...change }, wanted, words);

    expect(codes(checks)).toEqual(expected);
    expect(allSayWhatToDo(checks)).toEqual([]);
  });
});
