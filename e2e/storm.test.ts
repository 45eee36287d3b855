import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type GuanceEvent, type SandboxIssue, type Stack, sampleEvent, startStack } from './harness/index.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: { transition: Done }, recoverGrace: 1s }
routes: [{ name: everything }]
storm: { limit: 50, window: 10s, keep: [fatal], keepLimit: 5 }
`;
const FAULTS = 2000;
const SEVERE = 20;

describe('a storm of 2,000 faults with two workers', () => {
  let stack: Stack;
  let events: GuanceEvent[];
  beforeAll(async () => {
    stack = await startStack({ workers: 2, started: false });
    const file = join(stack.dir, 'rules.yaml');
    await writeFile(file, RULES);
    for (const app of stack.workers) app.env.RULES_FILE = file;
    for (const app of [...stack.receivers, ...stack.workers]) await app.start();
    events = Array.from({ length: FAULTS }, (_, n) => fault(n, n < FAULTS - SEVERE ? 'error' : 'fatal'));
    for (let from = 0; from < FAULTS; from += 100) await stack.send(events.slice(from, from + 100));
  });
  afterAll(() => stack?.close());
  const handled = () => stack.workers.flatMap(({ log }) => log.named('event handled'));
  /** By event; asked for thousands of events at a time, so it is looked up once for all. */
  const lines = () => {
    const first = new Map<unknown, ReturnType<typeof handled>[number]>();
    for (const line of handled()) if (!first.has(line.eventId)) first.set(line.eventId, line);
    return ({ df_event_id }: GuanceEvent) => first.get(df_event_id);
  };
  const lineOf = (event: GuanceEvent) => lines()(event);
  const storms = async () => (await stack.jira.issues()).filter(({ summary }) => String(summary).includes('告警风暴'));

  it('makes as many issues as the limits say, and one that lists all others', async () => {
    await stack.waitFor('all outcomes', () => handled().length >= FAULTS, 150_000);

    const [storm, ...more] = await storms();
    expect(more).toEqual([]);
    expect(await stack.jira.issues()).toHaveLength(50 + 5 + 1);
    expect(handled().filter(({ outcome }) => outcome === 'created')).toHaveLength(55);
    const listed = handled().filter(({ outcome }) => outcome === 'listed');
    expect(listed).toHaveLength(FAULTS - 55);
    expect(new Set(listed.map(({ issueKey }) => issueKey))).toEqual(new Set([storm?.key]));
    const comments = JSON.stringify(storm?.comments);
    const byId = new Map(events.map((event) => [event.df_event_id, event]));
    for (const { eventId } of listed) {
      const event = byId.get(String(eventId));
      expect(comments.split(`${event?.df_title}\\`).length + comments.split(`${event?.df_title} `).length).toBe(3);
    }
  });

  it('goes on as a list, which a fault leaves for an issue of its own when it becomes fatal', async () => {
    const handledAs = lines();
    const listed = events.filter((event) => handledAs(event)?.outcome === 'listed');
    const [first, second] = listed as [GuanceEvent, GuanceEvent];
    const repeat = later(first, 'error');
    const risen = later(second, 'fatal');

    await stack.send([repeat, risen]);
    await stack.waitFor('both outcomes', () => lineOf(repeat) && lineOf(risen), 60_000);

    const [storm] = await storms();
    expect(lineOf(repeat)).toMatchObject({ outcome: 'ignored', issueKey: storm?.key });
    // The window with its cap is over by now.
    expect(lineOf(risen)).toMatchObject({ outcome: 'created' });
    expect(lineOf(risen)?.issueKey).not.toBe(storm?.key);
  });

  it('closes its issue when all that it lists has recovered, and not before', async () => {
    const handledAs = lines();
    const listed = events.filter((event) => handledAs(event)?.outcome === 'listed');
    const last = listed.at(-1) as GuanceEvent;
    const recoveries = listed.map((event) => later(event, 'ok'));
    for (let from = 0; from < recoveries.length - 1; from += 100)
      await stack.send(recoveries.slice(from, Math.min(from + 100, recoveries.length - 1)));
    await stack.waitFor('all but one to recover', () => recoveries.slice(0, -1).every(lines()), 150_000);
    expect((await storms())[0]?.status).toBe('new');

    await stack.send(recoveries.at(-1));
    await stack.waitFor('the last outcome', () => lineOf(recoveries.at(-1) as GuanceEvent));
    const closed = await stack.waitFor('the issue of the storm to close', async () => {
      const [storm] = await storms();
      return storm?.status === 'done' && lastComment(storm).includes('均已恢复') && storm;
    });

    expect(lineOf(last)?.issueKey).toBe(closed.key);
    expect(lastComment(closed)).toMatch(/所列的 \d+ 个故障均已恢复/);
  });
});

describe('a storm of English events', () => {
  let stack: Stack;
  afterAll(() => stack?.close());

  it('is English in its description and in the comment that lists them', async () => {
    stack = await startStack({ started: false });
    const file = join(stack.dir, 'rules.yaml');
    await writeFile(file, RULES.replace('limit: 50', 'limit: 1'));
    stack.worker.env.RULES_FILE = file;
    await Promise.all([stack.receiver.start(), stack.worker.start()]);

    await stack.send(['a', 'b', 'c'].map((name) => ({ ...fault(name, 'error'), df_language: 'en' })));
    const comments = await stack.waitFor('the list', async () => {
      const storm = (await stack.jira.issues()).find(({ summary }) => String(summary).startsWith('Alert storm: '));
      const written = JSON.stringify(storm?.comments ?? []);
      return written !== '[]' && written;
    });

    expect(comments).toContain('2 more faults, 2 in all:');
    expect(comments).toContain('· Error · fault ');
  });
});

describe.each(['cloud', 'datacenter'] as const)('a storm on %s whose comments are refused', (dialect) => {
  let stack: Stack;
  afterEach(() => stack?.close());
  const begin = async () => {
    stack = await startStack({ dialect, started: false });
    const file = join(stack.dir, 'rules.yaml');
    await writeFile(file, RULES.replace('limit: 50', 'limit: 1'));
    stack.worker.env.RULES_FILE = file;
    await Promise.all([stack.receiver.start(), stack.worker.start()]);
  };
  const outcomes = async (events: GuanceEvent[]) => {
    await stack.send(events);
    const lines = () => stack.worker.log.named('event handled');
    await stack.waitFor('all outcomes', () => lines().length >= events.length, 60_000);
    return lines().map(({ outcome }) => String(outcome));
  };

  it('gives everybody an issue of their own', async () => {
    await begin();
    const body = { errorMessages: ['You do not have the permission to comment on this issue.'], errors: {} };
    const refusal = { path: 'comment', method: 'POST', times: 'forever', action: { respond: { status: 403, body } } };
    await stack.jira.control('POST', '/faults', refusal);

    const ends = await outcomes(['v', 'w', 'x', 'y'].map((name) => fault(name, 'error')));

    expect(ends).toEqual(Array(4).fill('created'));
    expect(await stack.jira.issues()).toHaveLength(5);
  });

  it('lists them all, also one with an emoji that an old MySQL does not take', async () => {
    await begin();
    await stack.jira.control('PUT', '/settings', { mysqlUtf8: true });

    const ends = await outcomes(['a', 'b', '🔥', 'd'].map((name) => fault(name, 'error')));

    expect(ends.toSorted()).toEqual(['created', 'listed', 'listed', 'listed']);
  });
});

let seconds = Math.floor(Date.now() / 1000) - 5000;

/** A fault of an object of its own. */
function fault(n: number | string, level: string): GuanceEvent {
  seconds += 1;
  const ref = `object-${n}`;
  return sampleEvent({
    df_title: `fault ${n}`,
    df_status: level,
    df_monitor_checker_event_ref: ref,
    df_fault_id: `fault-of-${ref}`,
    date: seconds,
    timestamp: seconds,
  });
}

function later(event: GuanceEvent, status: string): GuanceEvent {
  seconds += 1;
  return {
    ...sampleEvent({ ...event, df_status: status, date: seconds, timestamp: seconds }),
    df_event_id: `${event.df_event_id}-${status}`,
  };
}

function lastComment(issue: SandboxIssue): string {
  const comments = issue.comments;
  return JSON.stringify(Array.isArray(comments) ? comments.at(-1) : '');
}
