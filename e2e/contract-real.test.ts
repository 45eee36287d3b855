import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JiraTarget, openJira, type RealJira, TIDY_LABEL, targetFrom } from './contract/real-jira.ts';
import { type Jira, type Stack, sampleEvent, startStack, waitFor } from './harness/index.ts';

/** As marker.ts makes it: a real Jira holds such labels already, so a change of it must be noticed here. */
const labelOf = (eventId: string) => {
  const subject = `event ${sampleEvent().df_workspace_uuid} ${eventId}`;
  return `gj-${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`;
};
/** A real site may be slow, and its search far behind. */
const PATIENCE_MS = 150_000;

const real = targetFrom(process.env);

describe.each(['cloud', 'datacenter'] as const)('against the sandbox as %s', (dialect) => {
  theContract(async () => {
    const stack = await startStack({ dialect, sandbox: { indexLagMs: 500 } });
    return { stack, target: targetOf(stack.jira) };
  });
});

describe.skipIf(!real)(`against a real Jira${real ? '' : ' (skipped: no JIRA_CONTRACT_URL)'}`, () => {
  theContract(async () => {
    if (!real) throw new Error('skipped without JIRA_CONTRACT_URL');
    return { stack: await startStack({ workerEnv: workerEnv(real) }), target: real };
  });
});

describe('the clean-up', () => {
  it('closes and labels an issue of the test, and refuses any other', async () => {
    const stack = await startStack({ started: false });
    try {
      const jira = openJira(targetOf(stack.jira));
      const [own, other] = [
        await jira.createDuplicate('gj-own', 'own'),
        await jira.createDuplicate('gj-other', 'other'),
      ];

      await expect(jira.tidy(other, ['gj-own'])).rejects.toThrow(`${other} is not an issue of this test`);
      await jira.tidy(own, ['gj-own']);

      expect(await jira.read(own)).toMatchObject({ category: 'done', labels: ['gj-own', TIDY_LABEL] });
      expect(await jira.read(other)).toMatchObject({ category: 'new', labels: ['gj-other'] });
    } finally {
      await stack.close();
    }
  });
});

/** What holds on every Jira. Only issues with a marker of this run are read or changed. */
function theContract(start: () => Promise<{ stack: Stack; target: JiraTarget }>): void {
  let stack: Stack;
  let jira: RealJira;
  const run = randomUUID().replaceAll('-', '');
  const [first, second] = [`event-${run}-1`, `event-${run}-2`];
  const keys = new Set<string>();
  const labels = [labelOf(first), labelOf(second)];
  const created = async (eventId: string): Promise<string> => {
    const line = await waitFor(
      `the outcome of ${eventId}`,
      () => stack.worker.log.named('event handled').find((one) => one.eventId === eventId),
      PATIENCE_MS,
    );
    expect(line).toMatchObject({ outcome: 'created', issueKey: expect.stringMatching(/^[A-Z][A-Z0-9_]+-\d+$/) });
    keys.add(String(line.issueKey));
    return String(line.issueKey);
  };
  const shown = (label: string, count: number) =>
    waitFor(
      `${count} in the search`,
      async () => {
        const found = await jira.labelled(label);
        return found.length >= count && found;
      },
      PATIENCE_MS,
    );

  beforeAll(async () => {
    const begun = await start();
    stack = begun.stack;
    jira = openJira(begun.target);
  });
  afterAll(async () => {
    if (!stack) return;
    // Also what was made though its test failed before it heard of it.
    for (const label of labels) for (const key of await jira.labelled(label)) keys.add(key);
    for (const key of keys) await jira.tidy(key, labels);
    const left = (await Promise.all([...keys].map((key) => jira.read(key)))).filter(
      ({ category }) => category !== 'done',
    );
    await stack.close();
    expect(left).toEqual([]);
  });

  it('opens the issue of the sample alert, which search shows by its marker', async () => {
    const event = sampleEvent({ df_event_id: first });
    await stack.send(event);
    const key = await created(first);
    const from = Date.now();

    expect(await shown(labelOf(first), 1)).toEqual([key]);
    console.info(`search showed ${key} ${Date.now() - from} ms after the worker had its answer`);
    const issue = await jira.read(key);
    expect(issue).toMatchObject({ creator: await jira.whoAmI(), category: 'new' });
    expect(issue.summary).toContain('实例名称为 share 磁盘使用率过高');
    expect(issue.labels).toContain(labelOf(first));
  });

  it('keeps it one issue when the alert comes again', async () => {
    await stack.send(sampleEvent({ df_event_id: first }));
    // A later alert whose issue search shows: a second one for the first alert would be shown as well.
    await stack.send(sampleEvent({ df_event_id: second }));
    const key = await created(second);

    expect(await shown(labelOf(second), 1)).toEqual([key]);
    expect(await jira.labelled(labelOf(first))).toHaveLength(1);
  });

  it('closes a second issue for one alert with a comment, and leaves the first alone', async () => {
    const [key = ''] = await jira.labelled(labelOf(first));
    const duplicate = await jira.createDuplicate(labelOf(first), 'a second issue, made by a test', key);
    keys.add(duplicate);
    await shown(labelOf(first), 2);

    await lookNow(stack, first);
    const line = await waitFor('the warning', () => stack.worker.log.named('duplicate issue found')[0], PATIENCE_MS);

    expect(line).toMatchObject({ issueKey: duplicate, keptIssueKey: key, result: 'closed' });
    const after = await jira.read(duplicate);
    expect(after).toMatchObject({ category: 'done' });
    expect(after.comments).toBeGreaterThanOrEqual(1);
    expect(await jira.read(key)).toMatchObject({ category: 'new', comments: 0 });
  });
}

/** Has the worker look for duplicates of this event at once, as it does after a second POST. */
async function lookNow(stack: Stack, eventId: string): Promise<void> {
  const record = `{${stack.prefix}}:ledger:ev_${eventId}`;
  expect(await stack.redis.call('EXISTS', record)).toBe(1);
  const since = Date.now() - 10 * 60_000;
  const check = { label: labelOf(eventId), record, language: 'zh', since, due: 1 };
  await stack.redis.call('ZADD', `{${stack.prefix}}:checks`, 1, JSON.stringify(check));
}

function targetOf({ env, url }: Jira): JiraTarget {
  const secret = env.JIRA_TOKEN ?? env.JIRA_PASSWORD ?? '';
  return { url, user: env.JIRA_USER, secret, project: env.JIRA_PROJECT ?? '', issueType: env.JIRA_ISSUE_TYPE ?? '' };
}

function workerEnv({ url, user, secret, project, issueType }: JiraTarget): Record<string, string> {
  return {
    ...{ JIRA_URL: url, JIRA_PROJECT: project, JIRA_ISSUE_TYPE: issueType },
    // The sandbox's own settings would otherwise stay; an empty variable counts as not set.
    ...{ JIRA_USER: user ?? '', JIRA_TOKEN: secret, JIRA_PASSWORD: '', JIRA_ASSIGNEE: '' },
  };
}
