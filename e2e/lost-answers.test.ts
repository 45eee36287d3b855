import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GuanceEvent, type Stack, sampleEvent, startStack } from './harness/index.ts';

/** Short, so that a lost answer is settled in seconds; the index lags less than `JIRA_SETTLE_MS` says, as the promise asks. */
const PATIENCE = { JIRA_TIMEOUT_MS: '1000', JIRA_SETTLE_MS: '1500', JIRA_LATE_COMMIT_MS: '1000' };
const INDEX_LAG_MS = 1000;

const answer = (status: number, when: 'before' | 'after') => ({ respond: { status, body: 'no JSON' }, when });
const FAULTS: Record<string, unknown> = {
  'the connection reset before Jira acted': 'resetBefore',
  'the connection reset after Jira acted': 'resetAfter',
  'no answer, and Jira never acted': { hang: 'before' },
  'no answer, though Jira acted': { hang: 'after' },
  'no answer, and Jira acts late': { lateCommit: { ms: 1500 } },
  '500 before Jira acted': answer(500, 'before'),
  '500 after Jira acted': answer(500, 'after'),
  '502 after Jira acted': answer(502, 'after'),
  '503 before Jira acted': answer(503, 'before'),
  '504 after Jira acted': answer(504, 'after'),
  'a page with status 200 after Jira acted': { html200: 'after' },
  'a page with status 200 before Jira acted': { html200: 'before' },
  'an empty 201': { empty: 'after' },
  'a cut 201': 'truncate',
  'a 201 with half the JSON': 'truncateJson',
  'a redirect before Jira acted': { redirect: { location: '/login' }, when: 'before' },
  'a redirect after Jira acted': { redirect: { location: '/login' }, when: 'after' },
};

// Side by side, as most of the time is waiting.
describe.concurrent.each(['cloud', 'datacenter'] as const)('a create on %s whose answer is lost', (dialect) => {
  let stack: Stack;
  const events = new Map<string, GuanceEvent>();
  beforeAll(async () => {
    stack = await startStack({ dialect, sandbox: { indexLagMs: INDEX_LAG_MS }, workerEnv: PATIENCE });
    // Jira knows us and the place is known, so that each fault meets the create alone.
    await stack.send(sampleEvent());
    await stack.waitFor('the first issue', async () => (await stack.jira.issues())[0]);
    for (const [name, action] of Object.entries(FAULTS)) {
      const event = sampleEvent({ df_title: name });
      events.set(name, event);
      await stack.jira.control('POST', '/faults', { path: 'create', times: 1, action });
      await stack.send(event);
      await stack.waitFor(`the fault to be used: ${name}`, async () => {
        const { faults } = (await stack.jira.control('GET', '/faults')) as { faults: unknown[] };
        return faults.length === 0;
      });
    }
  });
  afterAll(() => stack.close());

  it.each(Object.keys(FAULTS))('ends in one issue: %s', { concurrent: false }, async (name) => {
    const event = events.get(name);

    const line = await stack.waitFor(`the outcome of ${name}`, () =>
      stack.worker.log.named('event handled').find(({ eventId }) => eventId === event?.df_event_id),
    );

    expect(line).toMatchObject({ outcome: 'created', attempt: 1 });
    const issues = (await stack.jira.issues()).filter((issue) => String(issue.summary).startsWith(`${name} · `));
    expect(issues.map(({ key }) => key)).toEqual([line.issueKey]);
  });
});
