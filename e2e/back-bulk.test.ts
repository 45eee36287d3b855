/**
 * A person closes many issues at once, and real workers tell Guance of them within its limit, in real time: 24 take a little more than
 * a minute. `BULK_ISSUES=500 npm run e2e e2e/back-bulk` takes half an hour; in memory, with a driven clock, 500 are tested each time
 * (apps/worker/src/back/bulk-edit.test.ts).
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openJobs } from './chaos/jobs.ts';
import { BACK_RULES, type GuanceLab, openGuanceLab } from './fault-life/guance-lab.ts';

const ISSUES = Number(process.env.BULK_ISSUES ?? 24);
const PER_MINUTE = 20;
const MINUTE = 60_000;
const TOKEN = 'token-for-jira-0123456789';
/** A turn takes 3.1 seconds; the rest is for the looks that catch up, which take turns as well. */
const PATIENCE_MS = ISSUES * 4000 + MINUTE;

let lab: GuanceLab;
beforeAll(async () => {
  lab = await openGuanceLab(BACK_RULES, {
    ...{ workers: 2, dialect: 'cloud', receiverEnv: { JIRA_WEBHOOK_TOKENS: TOKEN }, workerEnv: { LOG_LEVEL: 'info' } },
  });
  // Each is told twice, and in no order.
  const url = `${lab.stack.receiverUrl}/webhook/jira/${TOKEN}`;
  const webhooks = [1, 2].map(() => ({ url, events: ['jira:issue_updated'], maxDelayMs: 1000 }));
  await lab.stack.jira.control('PUT', '/settings', { webhooks });
});
afterAll(() => lab?.close());

it(
  `${ISSUES} issues that are closed at once are restored once each, ${PER_MINUTE} a minute at most, and none is opened again`,
  async () => {
    const { control } = lab.guance;
    const faults = await Promise.all(Array.from({ length: ISSUES }, (_, n) => lab.burning(`bulk-${n}`)));
    const closedAt = Date.now();
    await Promise.all(faults.map(({ key }) => lab.closedByPerson(key)));
    await lab.stack.waitFor('all restores', () => control.state().restores.length >= ISSUES, PATIENCE_MS);
    // What follows of them: each recovery finds its issue closed, and each repeated word of Jira that it was told.
    const recoveries = control.state().events.filter(({ df_status }) => df_status === 'ok');
    for (const { df_event_id } of recoveries)
      await lab.named('event handled', ({ eventId, outcome }) => eventId === df_event_id && outcome === 'ignored');
    const [last] = faults;
    await lab.byPerson(last?.key, { by: 'lina', status: 'new' });
    await lab.byPerson(last?.key, { by: 'lina', status: 'done' });
    await lab.stack.waitFor('the end of all jobs', async () => (await openJobs(lab.stack)).length === 0, PATIENCE_MS);

    const { restores } = control.state();
    expect(restores.map(({ ref }) => ref).sort()).toEqual(faults.map(({ ref }) => ref).sort());
    const requests = control.requests();
    expect(requests.filter(({ status }) => status !== 200)).toEqual([]);
    const times = requests.map(({ at }) => at);
    const busiest = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + MINUTE).length));
    expect(busiest).toBeLessThanOrEqual(PER_MINUTE);
    expect(Math.max(...restores.map(({ at }) => at)) - closedAt).toBeGreaterThan((ISSUES / PER_MINUTE - 1) * MINUTE);
    expect((await lab.stack.jira.issues()).map(({ status }) => status)).toEqual(faults.map(() => 'done'));
    for (const { key } of faults) expect(await lab.comments(key)).toEqual([]);
  },
  10 * PATIENCE_MS,
);
