/** The way back without a webhook of Jira: one of all workers asks what was changed. */
import { keysFor } from '@guance-jira/queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normaliseSite } from '../packages/jira/src/index.ts';
import { BACK_RULES, type GuanceLab, openGuanceLab } from './fault-life/guance-lab.ts';

// Side by side, as most of the time is waiting.
describe.concurrent.each([
  ['cloud', 'en'],
  ['datacenter', 'zh'],
] as const)('the way back from %s, by polling', (dialect, language) => {
  let lab: GuanceLab;
  let ahead = 0;
  beforeAll(async () => {
    lab = await openGuanceLab(BACK_RULES, {
      ...{ dialect, workers: 2, sandbox: { language, indexLagMs: 500 }, clock: () => Date.now() + ahead },
      workerEnv: { BACK_POLL: '1s' },
    });
  });
  afterAll(() => lab?.close());

  const activeMutes = () => lab.guance.control.state().mutes.length;
  const wontFix = language === 'zh' ? '不予处理' : "Won't Do";

  it('what people do is found and told once each, and what follows of it leads to no more requests', {
    concurrent: false,
  }, async () => {
    const [done, muted] = [await lab.burning('web-1'), await lab.burning('web-2')];
    await lab.closedByPerson(done.key);
    await lab.closedByPerson(muted.key, wontFix);
    await lab.stack.waitFor('the restore', () => lab.statusOf(done.objectId) === 'ok', 60_000);
    await lab.stack.waitFor('the mute', () => activeMutes() === 1, 60_000);
    await lab.byPerson(muted.key, { by: 'lina', status: 'new' });
    await lab.stack.waitFor('the lift', () => activeMutes() === 0, 60_000);
    // What else is done to an issue shows it to a poll as changed once more.
    for (const { key } of [done, muted]) await lab.byPerson(key, { by: 'lina', comment: 'mine' });
    // Further polls see the same issues again and again.
    const polls = lab.lines('jira polled').length;
    await lab.stack.waitFor('more polls', () => lab.lines('jira polled').length > polls + 3, 60_000);

    expect(lab.guance.control.requests().filter(({ committed }) => committed)).toHaveLength(3);
    const handled = lab
      .lines('change handled')
      .filter(({ issueKey }) => [done.key, muted.key].includes(String(issueKey)));
    // Of two workers, so in no order.
    expect(handled.map(({ deeds }) => String(deeds)).sort()).toEqual(['lifted', 'muted', 'restored']);
  });

  it('what people do while no worker runs is told when one does again', { concurrent: false }, async () => {
    const { objectId, key } = await lab.burning('web-3');
    for (const worker of lab.stack.workers) await worker.stop();
    await lab.closedByPerson(key);
    // Three hours go by, in Jira and in Redis.
    ahead = 3 * 3_600_000;
    const record = keysFor(lab.stack.prefix).backPoll(normaliseSite(lab.stack.jira.url));
    const lookedAt = Number(await lab.stack.redis.call('HGET', record, 'lookedAt'));
    await lab.stack.redis.call('HSET', record, 'lookedAt', String(lookedAt - ahead));
    for (const worker of lab.stack.workers) await worker.start();

    await lab.stack.waitFor('the restore', () => lab.statusOf(objectId) === 'ok', 60_000);
    expect(lab.guance.control.state().restores).toHaveLength(2);
  });

  it('only one worker polls at a time, and only once a second', { concurrent: false }, async () => {
    const requests = (await lab.stack.jira.requests()).filter(({ body }) =>
      /updated >=/.test(JSON.stringify(body) ?? ''),
    );
    const times = requests.map(({ at }) => Number(at));

    expect(times.length).toBeGreaterThan(5);
    const gaps = times.slice(1).map((at, n) => at - (times[n] ?? 0));
    // A worker that is busy sends late what was due before.
    expect(gaps.filter((ms) => ms < 300).length).toBeLessThan(gaps.length / 10);
  });
});
