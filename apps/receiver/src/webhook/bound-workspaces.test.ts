import { expect, it } from 'vitest';
import { withinBounds } from './bound-workspaces.ts';

const of = (eventId: string, event: Record<string, unknown>) => ({ v: 1 as const, eventId, event, receivedAt: 0 });
const [A, B, OLD, NONE] = [
  of('a', { df_workspace_uuid: 'wksp_a' }),
  of('b', { df_workspace_uuid: 'wksp_b' }),
  of('old', { workspace_uuid: 'wksp_a' }),
  of('none', { df_workspace_name: 'wksp_a' }),
];
const ids = (jobs: readonly { eventId: string }[]) => jobs.map(({ eventId }) => eventId).join(' ');

it.each([
  ['any with a token that is not bound', null, [A, B, NONE], 'a b none', ''],
  ['those of its workspace', ['wksp_a'], [A, OLD], 'a old', ''],
  ['those of its workspaces', ['wksp_a', 'wksp_b'], [A, B], 'a b', ''],
  ['of a mixed list what is right', ['wksp_a'], [A, B, NONE, OLD], 'a old', 'b none'],
  ['nothing of nothing', ['wksp_a'], [], '', ''],
])('takes %s', (_name, bound, jobs, ours, others) => {
  const split = withinBounds(jobs, bound && new Set(bound));
  expect([ids(split.ours), ids(split.others)]).toEqual([ours, others]);
});

it.each([
  ['another workspace', [B]],
  ['no workspace', [NONE]],
])('refuses an event of %s', (_name, jobs) => {
  expect(() => withinBounds(jobs, new Set(['wksp_a']))).toThrow(
    expect.objectContaining({ code: 'wrong_workspace', status: 403 }),
  );
});
