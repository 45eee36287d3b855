/** What an outcome warns of is kept with it, for `find`, in both groups. */

import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultWorld } from '../groups/testing/fault-world.ts';
import { watchedDisk } from '../groups/testing/watched-disk.ts';

const rules = (group: string) => `
defaults: { project: OPS, issueType: 故障, group: ${group}, recover: {}, recoverGrace: 0 }
routes: [{ name: disks, fields: { Stage: { template: "{{ df_title }}", allow: [red], else: red } } }]
`;
const TOLD = expect.stringContaining('Stage');

describe.skipIf(SKIPPED !== '')(`warnings of an outcome${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  it.each(['event', 'fault'])(
    'are in the record of the event that has them, and of no other: group: %s',
    async (group) => {
      const world = faultWorld(redis.client, redis.keys(), rules(group));
      const disk = watchedDisk();
      const [first, recovery] = [disk.next('critical'), disk.next('ok')];
      await world.handle(first);
      await world.handle(recovery);

      expect(await world.record(first)).toMatchObject({ outcome: 'created', warnings: TOLD });
      expect(await world.record(recovery)).toMatchObject({ outcome: 'resolved' });
      expect(await world.record(recovery)).not.toHaveProperty('warnings');
    },
  );

  it('do not hold up an event while Redis fails', async () => {
    // They are the last that is written by a script.
    const attempt = async (failAt: number) => {
      const world = faultWorld(redis.client, redis.keys(), rules('event'));
      const first = watchedDisk().next('critical');
      let scripts = 0;
      world.around = async (call, act) => {
        if (call === 'redis evalsha') scripts += 1;
        if (call === 'redis evalsha' && scripts === failAt) throw new Error('Connection is closed.');
        return act();
      };
      return { step: await world.attempt(first), record: await world.record(first), scripts };
    };
    const { record: usual, scripts } = await attempt(Number.POSITIVE_INFINITY);
    expect(usual).toMatchObject({ warnings: TOLD });

    const { step, record } = await attempt(scripts);
    expect(step).toMatchObject({ step: 'done', outcome: 'created' });
    expect(record).not.toHaveProperty('warnings');
  });
});
