/** The create, or the look-up after it, meets a fault. */
import { type GuanceEvent, sampleEvent } from '../harness/index.ts';
import type { Found, Lab, Scenario } from './scenario.ts';

const GATEWAY_TIMEOUT = { respond: { status: 504, body: '<html>Gateway Time-out</html>' }, when: 'after' };

export const lostAnswers: readonly Scenario[] = [
  { name: 'create_504_after', run: (lab) => createMeets(lab, GATEWAY_TIMEOUT) },
  {
    name: 'create_504_after_nolag',
    run: async (lab) => {
      await lab.settings({ indexLagMs: 0 });
      return createMeets(lab, GATEWAY_TIMEOUT);
    },
  },
  { name: 'create_reset_after', run: (lab) => createMeets(lab, 'resetAfter') },
  { name: 'create_reset_before', run: (lab) => createMeets(lab, 'resetBefore') },
  {
    // Without a fault before it there is no look-up, so the answer to the create is lost first.
    name: 'lookup_reset',
    run: async (lab) => {
      // By keys or by search, whichever it asks first.
      await lab.fault('/search|/issue/(bulkfetch|[A-Z]+-\\d+)(\\?|$)', 'resetBefore');
      return createMeets(lab, 'resetAfter');
    },
  },
  {
    name: 'create_429_ra2',
    run: async (lab) => {
      const event = sampleEvent({ df_title: 'create_429_ra2' });
      const refusal = { respond: { status: 429, headers: { 'Retry-After': '2' } } };
      await lab.fault('create', refusal, 1, event.df_event_id);
      await lab.send(event);
      await lab.faultsUsed();
      const found = await lab.expectOne(event);
      const waitedMs = await betweenCreates(lab, event);
      return waitedMs >= 2000 ? found : { ...found, fault: `${waitedMs} ms` };
    },
  },
  {
    name: 'create_503x2',
    run: (lab) => createMeets(lab, { respond: { status: 503, body: '<html>' }, when: 'before' }, 2),
  },
];

/** The create meets the fault, and the event is delivered again while its fate is open. */
async function createMeets(lab: Lab, action: unknown, times = 1): Promise<Found> {
  const event = sampleEvent({ df_title: `a create that meets ${JSON.stringify(action)}` });
  await lab.fault('create', action, times, event.df_event_id);
  await lab.send(event);
  if (times === 1) await lab.stack.waitFor('the create', async () => (await createsOf(lab, event)).length > 0);
  // Other alerts go on meanwhile; they show how far the index has come.
  const others = setInterval(() => void lab.send(sampleEvent({ df_title: 'another alert' })).catch(() => {}), 1500);
  try {
    await lab.send(event);
    await lab.faultsUsed();
    return await lab.expectOne(event);
  } finally {
    clearInterval(others);
  }
}

/** Milliseconds from the refused create to the next one of the same event. */
async function betweenCreates(lab: Lab, event: GuanceEvent): Promise<number> {
  const [refused = 0, next = 0] = await createsOf(lab, event);
  return next - refused;
}

async function createsOf(lab: Lab, event: GuanceEvent): Promise<number[]> {
  const requests = await lab.stack.jira.requests();
  return requests
    .filter(({ kind, body }) => kind === 'create' && JSON.stringify(body).includes(event.df_event_id))
    .map(({ at }) => Number(at));
}
