import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultLab, openFaultLab, watchedObject } from './fault-life/lab.ts';

const RULES = `
defaults:
  project: OPS
  issueType: 故障
  group: fault
  priority: { fatal: Highest, critical: High, error: Medium, warning: Low }
  recoverGrace: 2s
  reopenWithin: 24h
  wontFix: ["Won't Do", 不予处理]
  recover: { transition: [Nowhere, "category:done"] }
routes:
  - { name: told, match: { df_monitor_name: told }, comments: { throttle: 0, most: 2 } }
  - { name: by id, match: { df_monitor_name: by id }, recover: { transition: 31 } }
  - { name: by status, match: { df_monitor_name: by status }, recover: { transition: [Closed, Done, 已完成] } }
  - { name: asks, match: { df_monitor_name: asks }, project: ASK }
  - { name: asks and is told, match: { df_monitor_name: asks and is told }, project: ASK, recover: { resolution: 重复 } }
  - { name: steps, match: { df_monitor_name: steps }, project: STEPS, recover: { transition: [Done, 已完成] } }
  - { name: locked, match: { df_monitor_name: locked }, project: LOCK }
  - { name: only told, match: { df_monitor_name: only told }, recover: { transition: Nowhere } }
  - { name: soon, match: { df_monitor_name: soon }, reopenWithin: 1s }
  - { name: held, match: { df_monitor_name: held }, holdFor: 3s }
  - { name: each, match: { df_monitor_name: each }, group: event }
  - { name: whole, match: { df_monitor_name: whole, df_status: [critical, error] } }
unmatched: ignore
`;
const PROJECTS = [
  { key: 'OPS' },
  { key: 'DBA' },
  { key: 'ASK', resolution: 'required' },
  { key: 'STEPS', workflow: 'steps' },
  { key: 'LOCK', workflow: 'locked' },
];

// Side by side, as most of the time is waiting.
describe.concurrent.each([
  ['cloud', 'en'],
  ['datacenter', 'zh'],
] as const)('a fault on %s in %s', (dialect, language) => {
  let lab: FaultLab;
  beforeAll(async () => {
    lab = await openFaultLab(RULES, { dialect, workers: 2, sandbox: { language, projects: PROJECTS } });
  });
  afterAll(() => lab?.close());
  const word = (en: string, zh: string) => (language === 'zh' ? zh : en);

  async function opened(monitor: string, status = 'error') {
    const object = watchedObject(monitor);
    const [line] = await lab.outcomes(object.next(status));
    expect(line).toMatchObject({ outcome: 'created' });
    return { object, key: String(line?.issueKey) };
  }

  it('tells its changes, raises its priority, and is resolved', { concurrent: false }, async () => {
    const { object, key } = await opened('whole');
    const [rise] = await lab.outcomes(object.next('critical'));
    const [fall] = await lab.outcomes(object.next('warning'));
    const [repeat] = await lab.outcomes(object.next('warning'));
    const [over] = await lab.outcomes(object.next('ok'));

    expect([rise, fall, repeat, over].map((line) => line?.outcome)).toEqual([
      ...['commented', 'commented', 'ignored', 'resolved'],
    ]);
    expect(await lab.comments(key)).toEqual([
      expect.stringContaining('重要 → 紧急，当前值 100。优先级 Medium → High。'),
      expect.stringContaining('紧急 → 警告，当前值 100。优先级保持 High。'),
      expect.stringMatching(new RegExp(`本轮持续 4 分。状态：${word('To Do', '待办')} → ${word('Done', '已完成')}。$`)),
    ]);
    expect(await lab.issue(key)).toMatchObject({ status: 'done', resolutionId: '10000' });
  });

  it('leaves to people the priority that they have set', { concurrent: false }, async () => {
    const { object, key } = await opened('whole');
    await lab.byPerson(key, { priority: 'Lowest', summary: '别动', labels: ['mine'], assignee: 'lina' });
    await lab.outcomes(object.next('critical'), object.next('ok'));

    expect(await lab.issue(key)).toMatchObject({
      priorityId: '5',
      summary: '别动',
      labels: ['mine'],
      assignee: 'lina',
    });
  });

  it('is told of repeats, only as often as the route says', { concurrent: false }, async () => {
    const { object, key } = await opened('told');
    const ends = [];
    for (let count = 0; count < 3; count += 1) ends.push(...(await lab.outcomes(object.next('error'))));

    expect(ends.map(({ outcome }) => outcome)).toEqual(['commented', 'commented', 'ignored']);
    expect(await lab.comments(key)).toEqual([
      expect.stringMatching(/起重复 1 次.+当前值 100。$/),
      expect.stringMatching(/起重复 1 次/),
    ]);
  });

  it.each([
    ['by id', '10000'],
    ['by status', '10000'],
    ['asks', '10000'],
    ['asks and is told', '10002'],
    ['steps', '10000'],
  ])('is resolved %s', { concurrent: false }, async (monitor, resolutionId) => {
    const { object, key } = await opened(monitor);
    const [line] = await lab.outcomes(object.next('ok'));

    const wanted = monitor === 'asks and is told' && language === 'en' ? '10000' : resolutionId;
    expect(line).toMatchObject({ outcome: 'resolved', issueKey: key });
    expect(await lab.issue(key)).toMatchObject({ status: 'done', resolutionId: wanted });
  });

  it('is opened again within the window', { concurrent: false }, async () => {
    const { object, key } = await opened('whole');
    await lab.outcomes(object.next('ok'));
    object.again();
    const [line] = await lab.outcomes(object.next('error'));

    expect(line).toMatchObject({ outcome: 'reopened', issueKey: key });
    expect(await lab.issue(key)).toMatchObject({ status: 'new' });
    expect((await lab.comments(key)).at(-1)).toMatch(/已重新打开。$/);
  });

  it('gets a new issue where the last one has no way back, linked to it', { concurrent: false }, async () => {
    const { object, key } = await opened('locked');
    await lab.outcomes(object.next('ok'));
    object.again();
    const [line] = await lab.outcomes(object.next('error'));

    expect(line).toMatchObject({ outcome: 'created', issueKey: expect.not.stringMatching(`^${key}$`) });
    const [old, next] = [await lab.issue(key), await lab.issue(line?.issueKey)];
    expect([old.status, next.status]).toEqual(['done', 'new']);
    const links = await lab.stack.jira.links();
    expect(links).toContainEqual(expect.objectContaining({ inwardId: next.id, outwardId: old.id }));
  });

  it('gets a new issue where the last one takes no change, and goes on there', { concurrent: false }, async () => {
    const { object, key } = await opened('whole');
    await lab.outcomes(object.next('ok'));
    const { id } = await lab.issue(key);
    await lab.stack.jira.control('POST', '/faults', {
      ...{ path: `/issue/(${key}|${id})/(comment|transitions)`, times: 'forever' },
      action: { respond: { status: 403, body: { errorMessages: ['The issue is archived.'], errors: {} } } },
    });
    object.again();
    const [next] = await lab.outcomes(object.next('error'));
    const [over] = await lab.outcomes(object.next('ok'));
    await lab.stack.jira.control('DELETE', '/faults');

    expect(next).toMatchObject({ outcome: 'created', issueKey: expect.not.stringMatching(`^${key}$`) });
    expect(over).toMatchObject({ outcome: 'resolved', issueKey: next?.issueKey });
    const { description } = await lab.issue(next?.issueKey);
    expect(JSON.stringify(description).replaceAll('\\', '')).toContain(`同一对象上次故障：${key}`);
    expect(await lab.comments(key)).toHaveLength(1);
  });

  it('is forgotten only when somebody has closed what its recovery left open', { concurrent: false }, async () => {
    const { object, key } = await opened('only told');
    const [over] = await lab.outcomes(object.next('ok'));
    expect(over).toMatchObject({ outcome: 'commented' });
    const { redis, prefix } = lab.stack;
    const open = `{${prefix}}:open`;
    const mine: string[] = [];
    for (const record of Object(await redis.call('ZRANGE', open, 0, -1)))
      if (String(await redis.call('HGET', record, 'state')).includes(String(object.next('ok').df_fault_id)))
        mine.push(record);
    const look = async () => {
      await redis.call('ZADD', open, 'XX', 0, String(mine[0]));
      await lab.stack.waitFor(
        'the look',
        async () => Number(await redis.call('ZSCORE', open, String(mine[0]))) > Date.now() + 600_000,
      );
      return Number(await redis.call('TTL', String(mine[0])));
    };

    expect(mine).toHaveLength(1);
    expect(await look()).toBe(-1);
    await lab.byPerson(key, { status: 'done' });
    expect(await look()).toBeGreaterThan(29 * 86_400);
  });

  it('gets a new issue after the window, linked to the last one', { concurrent: false }, async () => {
    const { object, key } = await opened('soon');
    await lab.byPerson(key, { status: 'done' });
    const closedAt = Date.now();
    await lab.stack.waitFor('the window to close', () => Date.now() > closedAt + 2500);
    object.again();
    const [line] = await lab.outcomes(object.next('error'));

    expect(line).toMatchObject({ outcome: 'created' });
    const next = await lab.issue(line?.issueKey);
    const links = await lab.stack.jira.links();
    const old = await lab.issue(key);
    expect(links).toContainEqual(expect.objectContaining({ inwardId: next.id, outwardId: old.id }));
    expect(JSON.stringify(next.description).replaceAll('\\', '')).toContain(`同一对象上次故障：${key}`);
  });

  it("is left alone after won't fix", { concurrent: false }, async () => {
    const { object, key } = await opened('whole');
    await lab.byPerson(key, { status: 'done', resolution: "Won't Do" });
    object.again();
    const [line] = await lab.outcomes(object.next('error'));

    expect(line).toMatchObject({ outcome: 'ignored', issueKey: key, reason: expect.stringMatching(/^wont_fix/) });
    expect(await lab.comments(key)).toEqual([]);
  });

  it('is followed to another project, and into a new issue when its own is deleted', {
    concurrent: false,
  }, async () => {
    const { object, key } = await opened('whole');
    await lab.byPerson(key, { moveTo: 'DBA' });
    const [moved] = await lab.outcomes(object.next('critical'));
    expect(moved).toMatchObject({ outcome: 'commented', issueKey: expect.stringMatching(/^DBA-/) });

    await lab.byPerson(moved?.issueKey, { delete: true });
    const [anew] = await lab.outcomes(object.next('error'));
    expect(anew).toMatchObject({ outcome: 'created', issueKey: expect.stringMatching(/^OPS-/) });
    expect(JSON.stringify(await lab.issue(anew?.issueKey))).toContain('已无法访问');
  });

  it('whose recovery comes first waits for it, in either order of their coming', { concurrent: false }, async () => {
    const object = watchedObject('whole');
    const [fault, over] = [object.next('error'), object.next('ok')];
    const recovery = lab.outcomes(over);
    await lab.stack.waitFor('the recovery to wait', async () => (await waiting(lab)).includes('recoverGrace'));
    const [created] = await lab.outcomes(fault);
    const [resolved] = await recovery;
    expect([created, resolved]).toMatchObject([{ outcome: 'created' }, { outcome: 'resolved' }]);

    const other = watchedObject('whole');
    const [late, early] = [other.next('error'), other.next('ok')];
    const [ignored] = await lab.outcomes(early);
    const [made] = await lab.outcomes(late);
    expect([ignored, made]).toMatchObject([{ outcome: 'ignored', reason: 'recovery' }, { outcome: 'created' }]);
    expect(await lab.issue(made?.issueKey)).toMatchObject({ status: 'done' });
  });

  it('that is held back leaves no trace when it is over in time, and is opened else', {
    concurrent: false,
  }, async () => {
    const blip = watchedObject('held');
    const ends = await lab.outcomes(blip.next('error'), blip.next('ok'));
    const stands = await lab.outcomes(watchedObject('held').next('error'));

    expect(ends.map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual(['ignored null', 'ignored null']);
    expect(stands).toMatchObject([{ outcome: 'created' }]);
  });

  it.each(['manual_ok', 'nodata_ok'])(
    'is over by %s in df_sub_status',
    { concurrent: false },
    async (df_sub_status) => {
      const { object, key } = await opened('whole');
      const [line] = await lab.outcomes(object.next('nodata', { df_sub_status }));

      expect(line).toMatchObject({ outcome: 'resolved', issueKey: key });
    },
  );

  it('without id and start goes on in the issue of its object, and a new one needs a match', {
    concurrent: false,
  }, async () => {
    const object = watchedObject('whole');
    const nameless = { df_fault_id: undefined };
    const ends = [];
    for (const status of ['error', 'critical', 'ok', 'warning', 'error'])
      ends.push(...(await lab.outcomes(object.next(status, nameless))));

    expect(ends.map(({ outcome }) => outcome)).toEqual(['created', 'commented', 'resolved', 'ignored', 'reopened']);
    expect(new Set(ends.flatMap(({ issueKey }) => issueKey ?? [])).size).toBe(1);
  });

  it('under group: event is over in all its issues at once', { concurrent: false }, async () => {
    const object = watchedObject('each');
    const made = await lab.outcomes(object.next('error'), object.next('critical'));
    const [line] = await lab.outcomes(object.next('ok'));

    expect(line).toMatchObject({ outcome: 'resolved' });
    for (const { issueKey } of made) {
      expect(await lab.issue(issueKey)).toMatchObject({ status: 'done' });
      expect(await lab.comments(issueKey)).toHaveLength(1);
    }
  });
});

/** What the delayed jobs say that they wait for. */
async function waiting({ stack }: FaultLab): Promise<string> {
  const ids = await stack.redis.call('ZRANGE', `{${stack.prefix}}:events:delayed`, 0, -1);
  const jobs = Array.isArray(ids) ? ids : [];
  const reasons = await Promise.all(
    jobs.map((id) => stack.redis.call('HGET', `{${stack.prefix}}:events:${id}`, 'progress')),
  );
  return reasons.join('\n');
}
