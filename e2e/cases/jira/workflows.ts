/** Faults that open, recover and come again, in the workflow of their case. */
import { expect } from 'vitest';
import type { LogRecord, SandboxIssue } from '../../harness/index.ts';
import type { JiraCase } from './file.ts';
import type { JiraLab, Played, PlayedObject } from './lab.ts';

type Run = (lab: JiraLab, one: JiraCase) => Promise<void>;

/** Through a fault and its recovery to this status, never by way of another that is done. */
export const recoversTo = (status: string, more: (issue: SandboxIssue, played: Played) => unknown = () => {}): Run => {
  return async (lab, one) => {
    const { played, issue, over } = await recovered(lab, one);
    expect(over).toMatchObject({ outcome: 'resolved' });
    expect(statusOf(issue)).toBe(status.toLowerCase());
    const passed = JSON.stringify(issue.history).match(/Cancell?ed|Rejected|Closed/g) ?? [];
    expect(passed.filter((name) => name !== status)).toEqual([]);
    await more(issue, played);
  };
};

export const rootCause = recoversTo('Resolved', (issue) => {
  expect(issue.resolutionId).toBe('10000');
  expect(issue.other).toMatchObject({ customfield_20001: '满足监控器中故障的认定条件，产生故障事件' });
});

/** The transition itself carries the words: it is the only one in the request. */
export const commentGoesAlong = recoversTo('Resolved', async (issue, { lab }) => {
  const requests = (await lab.stack.jira.requests()).filter(
    ({ kind, path }) => isOf(issue, path) && kind === 'transition',
  );
  const taken = requests.filter(({ method, status }) => method === 'POST' && status === 204);
  expect(taken).toHaveLength(1);
  expect(JSON.stringify(Object(taken[0]?.body).update?.comment)).toContain('Recovered by itself: ');
});

export const resolutionGiven = recoversTo('Resolved', (issue) => expect(issue.resolutionId).toBe('10000'));

/** After its recovery the object fails again: one issue, open. */
export const opensAgain: Run = async (lab, one) => {
  const { played, issue, again } = await failsAgain(lab, one);
  expect(again).toMatchObject({ outcome: 'reopened', issueKey: issue.key });
  expect(await played.issues()).toHaveLength(1);
  const after = await played.issue(issue.key);
  expect(statusOf(after)).toBe('open');
  if (one.id === 'resolution_cleared') expect(after.resolutionId).toBeNull();
  if (one.id !== 'resolution_not_offered') return;
  const reopened = (await lab.stack.jira.requests()).filter(
    ({ method, path }) => method === 'POST' && isOf(issue, path),
  );
  expect(JSON.stringify(reopened.map(({ body }) => Object(body).transition?.id === '12' && body))).not.toContain(
    'resolution',
  );
};

/** After its recovery the object fails again, and its issue cannot take it: a second one, which leads to the first. */
export const getsSuccessor: Run = async (lab, one) => {
  const { played, issue, again } = await failsAgain(lab, one, async ({ played: here, issue: first }) => {
    if (one.id === 'archived') await here.byPerson(first.key, { archived: true });
    if (one.id === 'comment_refused') await refusesComments(lab, first);
  });
  expect(again).toMatchObject({ outcome: 'created' });
  expect(again.issueKey).not.toBe(issue.key);
  const second = await played.issue(again.issueKey);
  expect(await played.issues()).toHaveLength(2);
  expect(second.resolutionId).toBeNull();
  const namesIt = JSON.stringify(second).replaceAll('\\', '').includes(issue.key);
  expect(namesIt || (await played.areLinked(issue, second))).toBe(true);
  if (one.id === 'no_way_back') expect(await played.areLinked(issue, second)).toBe(true);
};

export const staysAlone: Run = async (lab, one) => {
  const played = lab.of(one);
  const object = played.object();
  const first = await object.send('critical');
  await played.byPerson(first.issueKey, { status: 'Closed', resolution: "Won't Do" });
  object.again();
  const again = await object.send('critical');
  expect(again.outcome).not.toBe('created');
  const issues = await played.issues();
  expect(issues.map(({ key, status }) => [key, status])).toEqual([[first.issueKey, 'Closed']]);
};

/** Warning, critical, recovered: three comments or more, each for the readers of the case. */
export const comments =
  (hasReaders: (comment: object) => unknown): Run =>
  async (lab, one) => {
    const played = lab.of(one);
    const object = played.object();
    const { issueKey } = await object.send('warning');
    await object.send('critical');
    await object.send('ok');
    const { comments: written } = await played.issue(issueKey);
    expect(written).toHaveLength(2);
    for (const comment of Array.isArray(written) ? written : []) hasReaders(comment);
  };

interface Recovered {
  played: Played;
  object: PlayedObject;
  issue: SandboxIssue;
  over: LogRecord;
}

async function recovered(lab: JiraLab, one: JiraCase): Promise<Recovered> {
  const played = lab.of(one);
  const object = played.object();
  const opened = await object.send('critical');
  expect(opened).toMatchObject({ outcome: 'created' });
  const over = await object.send('ok');
  return { played, object, over, issue: await played.issue(opened.issueKey) };
}

async function failsAgain(
  lab: JiraLab,
  one: JiraCase,
  meanwhile: (end: Recovered) => Promise<void> = async () => {},
): Promise<Recovered & { again: LogRecord }> {
  const end = await recovered(lab, one);
  expect(end.over).toMatchObject({ outcome: 'resolved' });
  await meanwhile(end);
  end.object.again();
  return { ...end, again: await end.object.send('critical') };
}

async function refusesComments({ stack }: JiraLab, { id, key }: SandboxIssue): Promise<void> {
  const body = { errorMessages: ['You do not have the permission to comment on this issue.'], errors: {} };
  const path = `/issue/(${id}|${key})/comment`;
  await stack.jira.control('POST', '/faults', {
    ...{ method: 'POST', path, times: 'forever' },
    action: { respond: { status: 403, body } },
  });
}

function isOf({ id, key }: SandboxIssue, path: string): boolean {
  return path.includes(`/issue/${key}/`) || path.includes(`/issue/${String(id)}/`);
}

/** Jira's own To Do, In Progress and Done are kept by the key of their category. */
export function statusOf({ status }: SandboxIssue): string {
  return String(status).toLowerCase();
}
