import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type GuanceEvent, type Stack, sampleEvent, startStack } from './harness/index.ts';

let stack: Stack;
afterEach(() => stack?.close());

const settings = (patch: unknown) => stack.jira.control('PUT', '/settings', patch);
const jobOf = ({ df_event_id: id }: GuanceEvent) => stack.redis.call('EXISTS', `{${stack.prefix}}:events:ev_${id}`);

async function handle(title: string, outcome: string): Promise<GuanceEvent> {
  const event = sampleEvent({ df_title: title });
  await stack.send(event);
  await stack.waitFor(`${title} ${outcome}`, () =>
    stack.worker.log
      .named('event handled')
      .find((line) => line.eventId === event.df_event_id && line.outcome === outcome),
  );
  return event;
}

/** BullMQ looks when the next job of the same end ends. Ages count in whole seconds. */
const beyondASecond = () => pause(2100);

describe('how long jobs are kept', () => {
  it('KEEP_COMPLETED: a handled one goes, the failed stay, and the ledger still knows it', async () => {
    stack = await startStack({ workerEnv: { KEEP_COMPLETED: '1s', KEEP_FAILED: '1h' } });
    await settings({ projects: { OPS: null } });
    const failed = await handle('failed', 'failed');
    await settings({ projects: { OPS: { name: '运维' } } });
    const old = await handle('old', 'created');
    expect(await jobOf(old)).toBe(1);

    await beyondASecond();
    const fresh = await handle('fresh', 'created');

    await stack.waitFor('the old one gone', async () => (await jobOf(old)) === 0);
    expect([await jobOf(fresh), await jobOf(failed)]).toEqual([1, 1]);
    expect(JSON.stringify((await stack.send(old)).body)).toContain('duplicate');
    expect(await stack.jira.issues()).toHaveLength(2);
  });

  it('KEEP_FAILED: a failed one goes when the next one fails, the handled stay, and what is delivered again is tried again', async () => {
    stack = await startStack({ workerEnv: { KEEP_COMPLETED: '1h', KEEP_FAILED: '1s' } });
    const done = await handle('done', 'created');
    await settings({ projects: { OPS: null } });
    const old = await handle('old', 'failed');
    expect(await jobOf(old)).toBe(1);

    await beyondASecond();
    const fresh = await handle('fresh', 'failed');

    await stack.waitFor('the old one gone', async () => (await jobOf(old)) === 0);
    expect([await jobOf(fresh), await jobOf(done)]).toEqual([1, 1]);

    // Nobody else has its alert any more: the same delivery is another try.
    await settings({ projects: { OPS: { name: '运维' } } });
    expect(JSON.stringify((await stack.send(old)).body)).toContain('queued');
    await stack.waitFor('its issue', async () => (await stack.jira.issues()).length === 2);
    expect(JSON.stringify((await stack.send(fresh)).body)).toContain('duplicate');
  });
});
