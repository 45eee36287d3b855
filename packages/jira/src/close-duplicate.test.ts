/** The second issue of one alert ends as a recovered fault does: solved, in steps where the workflow needs them. */
import { EVERYBODY } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import { closeDuplicate } from './close-duplicate.ts';
import type { IssueCalls } from './issue-calls.ts';
import { failure } from './testing/facts.ts';
import { DONE_PLAN } from './workflow/recovery-plan.ts';

const status = (name: string, key: string) => ({ name, statusCategory: { key } });
const OPEN = status('Open', 'new');
const DOING = status('In Progress', 'indeterminate');
const DONE = status('Done', 'done');
const REJECTED = status('Rejected', 'done');
const reject = { id: '82', name: 'Reject', to: REJECTED };
const start = { id: '11', name: 'Start', to: DOING };
const finish = { id: '31', name: 'Done', to: DONE };

/** A Jira with one issue in this workflow. */
function jira(workflow: Record<string, object[]>, refuses: object | null = null) {
  const said: string[] = [];
  let now = OPEN;
  const comments: { author: { name: string }; properties?: { key: string; value: object }[] }[] = [];
  const calls: Partial<IssueCalls> = {
    history: async () => ({ fields: { status: now, comment: { comments } }, changelog: { histories: [] } }),
    comments: async () => ({ comments }),
    transitions: async () => ({ transitions: workflow[now.name] ?? [] }),
    statuses: async () => [{ id: '1', statuses: [OPEN, DOING, DONE, REJECTED] }],
    linkDuplicate: async () => void said.push('link'),
    comment: async (_id, _body, _audience, mark) => {
      said.push('comment');
      comments.push({ author: { name: 'bot' }, properties: [{ key: 'guance-jira', value: { mark } }] });
    },
    transition: async (_id, transition, { resolution }) => {
      if (refuses !== null) throw failure({ endpoint: 'transitions', status: 400, ...refuses });
      const taken = [reject, start, finish].find(({ id }) => id === transition);
      if (taken) now = taken.to;
      said.push(`${taken?.name}${resolution ? ` (${resolution})` : ''}`);
    },
  };
  const duplicate = { id: '10002', key: 'OPS-2' };
  const closing = {
    duplicate,
    keep: { id: '10001', key: 'OPS-1' },
    told: { language: 'en', audience: EVERYBODY },
    plan: DONE_PLAN,
  } as const;
  return { said, comments, calls, close: () => closeDuplicate(calls as IssueCalls, new Set(['bot']), closing) };
}

const asks = (required: boolean, ...names: string[]) => ({
  fields: { resolution: { required, allowedValues: names.map((name) => ({ name })) } },
});

describe('the second issue of an alert', () => {
  it.each<[says: string, workflow: Record<string, object[]>, end: string, said: string[]]>([
    ['is closed and not rejected', { Open: [reject, finish] }, 'closed', ['link', 'comment', 'Done']],
    [
      'is closed in steps before it is rejected at once',
      { Open: [reject, start], 'In Progress': [reject, finish] },
      'closed',
      ['link', 'comment', 'Start', 'Done'],
    ],
    ['is rejected where nothing else leads to done', { Open: [reject] }, 'closed', ['link', 'comment', 'Reject']],
    ['is left open where nothing does', { Open: [] }, 'left', ['link', 'comment']],
    [
      'gets the resolution that its screen insists on',
      { Open: [{ ...finish, ...asks(true, "Won't Do", 'Fixed') }] },
      'closed',
      ['link', 'comment', 'Done (Fixed)'],
    ],
    [
      'gets the resolution that says what it is',
      { Open: [{ ...finish, ...asks(false, 'Fixed', 'Duplicate') }] },
      'closed',
      ['link', 'comment', 'Done (Duplicate)'],
    ],
  ])('%s', async (_says, workflow, end, said) => {
    const world = jira(workflow);

    expect(await world.close()).toBe(end);
    expect(world.said).toEqual(said);
  });

  it('is left open, once and for all, where Jira refuses its transition', async () => {
    const world = jira({ Open: [finish] }, { fields: { customfield_20001: 'Root cause is required.' } });

    expect(await world.close()).toBe('left');
  });

  it('is told of once where its worker died, or Jira did not answer, before it was closed', async () => {
    const { said, calls, comments, close } = jira({ Open: [finish] });
    const { transition } = calls;
    comments.push({ author: { name: 'bot' } });
    calls.transition = () => Promise.reject(failure({ endpoint: 'transitions', status: 503 }));
    await expect(close()).rejects.toMatchObject({ facts: { status: 503 } });
    if (transition) calls.transition = transition;

    expect(await close()).toBe('closed');
    expect(said.filter((word) => word !== 'link')).toEqual(['comment', 'Done']);
  });

  it('is tried again later where Jira does not answer', async () => {
    await expect(jira({ Open: [finish] }, { status: 503 }).close()).rejects.toMatchObject({ facts: { status: 503 } });
  });
});
