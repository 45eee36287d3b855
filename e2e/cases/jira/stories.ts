/** Cases of several events: values that are refused, people who watch, what the whole Jira must be had for. */
import { expect } from 'vitest';
import { createsOf } from './fields.ts';
import type { JiraCase } from './file.ts';
import type { JiraLab } from './lab.ts';
import { statusOf } from './workflows.ts';

const BOSS = '5b10a2844c20165700ede21g';
const LINA = '5b10ac8d82e05b22cc7d4ef5';

export async function thirdAssignee(lab: JiraLab, one: JiraCase): Promise<void> {
  const good = lab.dialect === 'cloud' ? BOSS : 'pacher';
  const lines = [];
  for (const owner of ['gone-1', 'gone-2', good])
    lines.push(await lab.of(one).object({ owner, host: owner }).send('critical'));
  expect(lines.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created']);
  expect((await lab.of(one).issue(lines[2]?.issueKey)).assignee).toBe('pacher');
}

export async function optionJustAdded(lab: JiraLab, one: JiraCase): Promise<void> {
  const played = lab.of(one);
  await played.object({ stage: 'blue', host: 'a' }).send('critical');
  const field = { ...one.jira.fields.customfield_10131, options: ['blue', 'green'] };
  const projects = { [played.project]: { fields: { customfield_10131: field } } };
  await lab.stack.jira.control('PUT', '/settings', { projects });
  const object = played.object({ stage: 'green', host: 'b' });
  const event = object.next('critical');
  await object.outcome(event);
  const sent = (await createsOf(lab, event.df_event_id)).at(-1);
  expect(Object(sent?.body).fields).toMatchObject({ customfield_10131: { value: 'green' } });
  expect(sent?.status).toBe(201);
}

export async function offTheScreen(lab: JiraLab, one: JiraCase): Promise<void> {
  const costs = [];
  for (const what of ['a', 'b', 'c', 'd']) {
    const object = lab.of(one).object({ what, host: what });
    const event = object.next('critical');
    expect(await object.outcome(event)).toMatchObject({ outcome: 'created' });
    costs.push((await createsOf(lab, event.df_event_id)).length);
  }
  expect(costs[3]).toBe(1);
  expect(await lab.of(one).issues()).toHaveLength(4);
}

/** Nothing in the case's project; `words` of why. */
export const makesNone =
  (words: RegExp) =>
  async (lab: JiraLab, one: JiraCase): Promise<void> => {
    const line = await lab.of(one).object().send('critical');
    expect(line).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(words) });
    expect((await lab.of(one).issues()).map(({ key }) => key)).toEqual([]);
  };

export async function goesToFallback(lab: JiraLab, one: JiraCase): Promise<void> {
  const line = await lab.of(one).object().send('critical');
  expect((await lab.of(one).issues()).map(({ key }) => key)).toEqual([]);
  expect(line).toMatchObject({ outcome: 'created', issueKey: expect.stringMatching(/^NEW-/) });
}

export const watchedBy =
  (...people: string[]) =>
  async (lab: JiraLab, one: JiraCase): Promise<void> => {
    const line = await lab.of(one).object({ owner: 'web-duty' }).send('critical');
    const { id, key, watchers = [] } = await lab.of(one).issue(line.issueKey);
    expect([...(watchers as string[])].sort()).toEqual([...people].sort());
    const asked = (await lab.stack.jira.requests()).filter(
      ({ kind, path }) => kind === 'watch' && (path.includes(`/${String(id)}/`) || path.includes(`/${key}/`)),
    );
    const accounts: Record<string, string> = { pacher: BOSS, lina: LINA };
    expect(asked.map(({ body }) => body).sort()).toEqual(
      people.map((name) => (lab.dialect === 'cloud' ? accounts[name] : name)).sort(),
    );
  };

export async function watcherRefused(lab: JiraLab, one: JiraCase): Promise<void> {
  const body = { errorMessages: ['You do not have permission to manage watchers.'], errors: {} };
  const rule = { path: 'watch', times: 'forever', action: { respond: { status: 403, body } } };
  await lab.stack.jira.control('POST', '/faults', rule);
  const object = lab.of(one).object();
  const opened = await object.send('critical');
  const over = await object.send('ok');
  await lab.stack.jira.control('DELETE', '/faults');
  expect([opened.outcome, over.outcome]).toEqual(['created', 'resolved']);
}

/** Four at once where one is the limit: the issue that lists the others ends with them. */
export async function stormEnds(lab: JiraLab, one: JiraCase): Promise<void> {
  const objects = ['a', 'b', 'c', 'd'].map((host) => lab.of(one).object({ host }));
  const opened = await Promise.all(objects.map((object) => object.send('critical')));
  const storm = opened.find(({ outcome }) => outcome === 'listed')?.issueKey;
  expect(storm).toBeDefined();
  await Promise.all(objects.map((object) => object.send('ok')));
  const ended = await lab.stack.waitFor('the end of the storm', async () => {
    const issue = await lab.of(one).issue(storm);
    return ['done', 'cancelled'].includes(statusOf(issue)) && issue;
  });
  expect(statusOf(ended)).toBe('done');
}

/** Two with one marker, and nobody remembers which was first. */
export async function secondIsClosed(lab: JiraLab, one: JiraCase): Promise<void> {
  const { stack } = lab;
  const object = lab.of(one).object();
  const event = object.next('critical');
  const { issueKey } = await object.outcome(event);
  const [create] = await createsOf(lab, event.df_event_id);
  const { JIRA_USER, JIRA_TOKEN, JIRA_PASSWORD } = stack.jira.env;
  const login = Buffer.from(`${JIRA_USER}:${JIRA_TOKEN ?? JIRA_PASSWORD}`).toString('base64');
  const made = await fetch(`${stack.jira.url}${create?.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${login}` },
    body: JSON.stringify(create?.body),
  });
  const { key } = (await made.json()) as { key: string };
  await stack.redis.call('FLUSHALL');
  await stack.waitFor('the worker notices', () => stack.worker.log.named('ledger epoch renewed').length > 0);
  await stack.send(event);
  const line = await stack.waitFor('the warning', () => stack.worker.log.named('duplicate issue found')[0], 90_000);
  expect(line).toMatchObject({ issueKey: key, keptIssueKey: issueKey, result: 'closed' });
  expect(statusOf(await lab.of(one).issue(key))).toBe('done');
}
