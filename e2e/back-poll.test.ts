/** The way back without a webhook of Jira: one of all workers asks what was changed. */
import { type GuanceSandbox, startGuanceSandbox } from '@guance-jira/guance-sandbox';
import { keysFor } from '@guance-jira/queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normaliseSite } from '../packages/jira/src/index.ts';
import { type FaultLab, openFaultLab } from './fault-life/lab.ts';
import type { LogRecord } from './harness/index.ts';

const WORKSPACE = 'wksp_e2e';
const KEY = 'key-of-the-workspace-e2e';
const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 2s, reopenWithin: 24h, recover: {}, wontFix: ["Won't Do", 不予处理] }
routes: [{ name: all, back: { done: restore, wontFix: { mute: 7d } } }]
`;

describe.each([
  ['cloud', 'en'],
  ['datacenter', 'zh'],
] as const)('the way back from %s, by polling', (dialect, language) => {
  let guance: GuanceSandbox;
  let lab: FaultLab;
  let ahead = 0;
  beforeAll(async () => {
    guance = await startGuanceSandbox({ workspaceUuid: WORKSPACE, apiKey: KEY });
    lab = await openFaultLab(RULES, {
      ...{ dialect, workers: 2, sandbox: { language, indexLagMs: 500 }, clock: () => Date.now() + ahead },
      workerEnv: {
        ...{ GUANCE_API_URL: guance.url, GUANCE_API_KEYS: `${WORKSPACE}:${KEY}` },
        ...{ BACK_POLL: '1s', LOG_LEVEL: 'debug' },
      },
    });
    guance.control.set({ webhookUrl: lab.stack.receivers[0]?.webhookUrl ?? null });
  });
  afterAll(async () => {
    await lab?.close();
    await guance?.close();
  });

  const lines = (message: string) => lab.stack.workers.flatMap(({ log }) => log.named(message));
  const named = (message: string, fits: (line: LogRecord) => boolean) =>
    lab.stack.waitFor(message, () => lines(message).find(fits), 100_000);
  async function burning(host: string) {
    const objectId = guance.control.watch({ monitor: 'cpu', tags: { host } });
    const event = guance.control.fire(objectId);
    const line = await named('event handled', ({ eventId }) => eventId === event.df_event_id);
    expect(line.outcome).toBe('created');
    return { objectId, key: String(line.issueKey) };
  }
  const statusOf = (objectId: string) => guance.control.state().objects.find(({ id }) => id === objectId)?.status;
  const activeMutes = () => guance.control.state().mutes.length;
  const close = (key: string, resolution?: string) =>
    lab.byPerson(key, { by: 'lina', status: 'done', ...(resolution === undefined ? {} : { resolution }) });
  const wontFix = language === 'zh' ? '不予处理' : "Won't Do";

  it('what people do is found and told once each, and what follows of it leads to no more requests', async () => {
    const [done, muted] = [await burning('web-1'), await burning('web-2')];
    await close(done.key);
    await close(muted.key, wontFix);
    await lab.stack.waitFor('the restore', () => statusOf(done.objectId) === 'ok', 60_000);
    await lab.stack.waitFor('the mute', () => activeMutes() === 1, 60_000);
    await lab.byPerson(muted.key, { by: 'lina', status: 'new' });
    await lab.stack.waitFor('the lift', () => activeMutes() === 0, 60_000);
    // Further polls see the same issues again and again.
    const polls = lines('jira polled').length;
    await lab.stack.waitFor('more polls', () => lines('jira polled').length > polls + 3, 60_000);

    expect(guance.control.requests().filter(({ committed }) => committed)).toHaveLength(3);
    const handled = lines('change handled').filter(({ issueKey }) => [done.key, muted.key].includes(String(issueKey)));
    // Of two workers, so in no order.
    expect(handled.map(({ deeds }) => String(deeds)).sort()).toEqual(['lifted', 'muted', 'restored']);
  });

  it('what people do while no worker runs is told when one does again', async () => {
    const { objectId, key } = await burning('web-3');
    for (const worker of lab.stack.workers) await worker.stop();
    await close(key);
    // Three hours go by, in Jira and in Redis.
    ahead = 3 * 3_600_000;
    const record = keysFor(lab.stack.prefix).backPoll(normaliseSite(lab.stack.jira.url));
    const lookedAt = Number(await lab.stack.redis.call('HGET', record, 'lookedAt'));
    await lab.stack.redis.call('HSET', record, 'lookedAt', String(lookedAt - ahead));
    for (const worker of lab.stack.workers) await worker.start();

    await lab.stack.waitFor('the restore', () => statusOf(objectId) === 'ok', 60_000);
    expect(guance.control.state().restores).toHaveLength(2);
  });

  it('only one worker polls at a time, and only once a second', async () => {
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
