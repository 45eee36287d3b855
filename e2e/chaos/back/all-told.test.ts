import { startGuanceSandbox } from '@guance-jira/guance-sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SandboxIssue, Stack } from '../../harness/index.ts';
import { uncaught } from './all-told.ts';
import { createObjects } from './objects.ts';

const clock = { behind: 0 };
let guance: Awaited<ReturnType<typeof startGuanceSandbox>>;
beforeAll(async () => {
  guance = await startGuanceSandbox({}, { now: () => Date.now() - clock.behind });
});
afterAll(() => guance?.close());

it('a fault that Guance told nobody minutes ago is missed until it has its issue; one of just now is not', async () => {
  const objects = createObjects(guance, 1, clock);
  objects.missed(2);
  guance.control.fire(String(objects.all[0]?.id));
  const look = (issues: Partial<SandboxIssue>[]) => {
    const stack: Pick<Stack, 'jira'> = { jira: { issues: async () => issues } as unknown as Stack['jira'] };
    return uncaught(guance, stack, objects.all, 0);
  };

  expect(await look([{ summary: 'object1x is full' }])).toEqual([
    'object2x burns in Guance for minutes, and has no issue',
  ]);
  expect(await look([{ summary: 'object1x is full' }, { summary: 'object2x is full' }])).toEqual([]);
});
