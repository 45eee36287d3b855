/**
 * Whatever stands where Guance writes an id: every place that tells alerts apart tells the same ones apart. The door, the bound of
 * a token, the queue in Lua and in our words, and the names of objects and faults, each read for itself.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAlert } from '@guance-jira/mapping';
import {
  addEvents,
  type EventJob,
  identityOf,
  jobIdsOf,
  jobsOf,
  keysFor,
  readBody,
  script,
  WORKSPACE_OF,
  workspaceOf,
} from '@guance-jira/queue';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withinBounds } from '../apps/receiver/src/webhook/bound-workspaces.ts';
import { createRedis, type TestRedis } from './harness/index.ts';

const ALERT = {
  ...{ df_event_id: 'event-1', df_status: 'critical', df_title: 't', timestamp: 1_700_000_000 },
  ...{ df_monitor_checker_id: 'rul_1', df_dimension_tags: '{"host":"a"}', df_workspace_uuid: 'wksp_a' },
};
/** Written as JSON, each another; those in one list are the same thing. */
const VALUES = [
  ['1001', '"1001"', '" 1001\\n"'],
  ['1002'],
  ['1.5'],
  ['7409871234567890123', '"7409871234567890123"'],
  ['7409871234567890124'],
  ['["a"]'],
  ['["a","b"]', '[ "a", "b" ]'],
  ['["b","a"]'],
  ['{"a":1,"b":2}', '{"b":2,"a":1}'],
  ['{"a":2}'],
  ['"wksp_a"', '"\\u3000wksp_a "'],
  ['"Wksp_a"'],
  ['"\\ud83d"'],
  ['"\\ud83e"'],
  [`"${'x'.repeat(300)}"`],
  [`"${'x'.repeat(301)}"`],
];
const FIELDS = [
  ...['df_event_id', 'df_fault_id', 'df_monitor_checker_event_ref', 'df_monitor_checker_id', 'df_slo_id'],
  ...['df_workspace_uuid', 'workspace_uuid'],
];

describe('identity', () => {
  let server: TestRedis;
  let redis: Redis;
  let dir: string | undefined;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'identity-'));
    server = await createRedis(dir);
    await server.start();
    redis = new Redis(server.url);
  });
  afterAll(async () => {
    redis?.disconnect();
    await server?.stop();
    if (dir !== undefined) await rm(dir, { recursive: true, force: true });
  });

  it.each(FIELDS)('two values of %s are two, and one value written in two ways is one', async (name) => {
    const spelt = VALUES.flatMap((same, group) => same.map((text) => ({ group, job: jobWith(name, text) })));
    for (const place of Object.values(placesOf(name))) {
      const names = await Promise.all(spelt.map(async ({ group, job }) => ({ group, name: await place(job) })));
      for (const a of names)
        for (const b of names) expect(a.name === b.name, `${a.name} ${b.name}`).toBe(a.group === b.group);
    }
  });

  it('the queue takes each alert of another workspace once', async () => {
    const keys = keysFor('once');
    for (const same of VALUES) {
      const jobs = same.map((text) => jobWith('df_workspace_uuid', text));
      expect(await addEvents(redis, keys, jobs), same.join(' ')).toEqual(
        same.map((_, n) => (n === 0 ? 'queued' : 'duplicate')),
      );
    }
  });

  it.each([
    ['1001', '1001'],
    ['"1001"', '1001'],
    ['" wksp_a "', 'wksp_a'],
  ])('a token bound to the workspace brings the alerts of %s', (text, bound) => {
    const job = jobWith('df_workspace_uuid', text);

    expect(withinBounds([job], new Set([bound])).ours).toEqual([job]);
    expect(() => withinBounds([job], new Set(['1002']))).toThrow('not bound to the workspace');
  });

  it('Lua and we read one workspace out of any JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (first, second) => {
        const job = jobOf(JSON.stringify({ ...ALERT, df_workspace_uuid: first, workspace_uuid: second }));
        expect(await inLua(job)).toBe(workspaceOf(job.event));
        expect(readAlert(job.event, job).workspace.id === null).toBe(workspaceOf(job.event) === '');
      }),
      { numRuns: 300 },
    );
  });

  it('is one text for what JSON takes for the same, and another for anything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const [first, second] = [a, b].map(
          (value) => jobOf(JSON.stringify({ ...ALERT, df_slo_id: [value] })).event.df_slo_id,
        );
        expect(first === second, `${first} ${second}`).toBe(sorted(a) === sorted(b));
      }),
    );
  });

  it('a job of an older version, with a number for its workspace, is the same event', async () => {
    const job = { ...jobWith('df_workspace_uuid', '1001'), event: { ...ALERT, df_workspace_uuid: 1001 } };

    expect(await inLua(job)).toBe('1001');
  });

  const WORKSPACE = script(`${WORKSPACE_OF} return workspaceOf(ARGV[1])`);
  const inLua = (job: EventJob) => WORKSPACE(redis, [], [JSON.stringify(job)]);
  const mapped = (job: EventJob) => readAlert(job.event, job);

  function placesOf(name: string): Record<string, (job: EventJob) => unknown> {
    if (name === 'df_event_id')
      return { door: ({ eventId }) => eventId, queue: identityOf, jobs: (job) => jobIdsOf(job).plain };
    if (name === 'df_fault_id') return { fault: (job) => mapped(job).faultKey };
    if (!name.endsWith('workspace_uuid')) return { object: (job) => mapped(job).objectKey };
    return {
      queue: identityOf,
      jobs: (job) => jobIdsOf(job).scoped,
      lua: inLua,
      object: (job) => mapped(job).objectKey,
      fault: (job) => mapped(job).faultKey,
    };
  }
});

function jobWith(name: string, value: string): EventJob {
  const { df_monitor_checker_id, df_workspace_uuid, ...rest } = ALERT;
  const others = {
    ...rest,
    ...(name === 'df_slo_id' ? {} : { df_monitor_checker_id }),
    ...(name === 'workspace_uuid' ? {} : { df_workspace_uuid }),
  };
  return jobOf(JSON.stringify({ ...others, [name]: '\u0001' }).replace('"\\u0001"', () => value));
}

function jobOf(body: string): EventJob {
  const [job] = jobsOf(readBody(Buffer.from(body), 'application/json'), {
    receivedAt: 1_700_000_000_000,
    uniqueId: () => 'u',
  });
  if (!job) throw new Error('no job');
  return job;
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
