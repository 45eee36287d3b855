import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPythonJira, runSeedScript } from './foreign-client/python-jira.ts';
import { type Jira, type SandboxRequest, startJira } from './harness/index.ts';

// In CI a missing library fails in beforeAll: a skip there would go unseen.
const SKIPPED = !hasPythonJira() && process.env.CI !== 'true' ? ' (skipped: no python3-jira)' : '';

/** Our own idea of Jira cannot hide here: this client was written against real ones, and reads every answer as they send it. */
describe.skipIf(SKIPPED !== '')(`the sandbox as Data Center, driven by python-jira${SKIPPED}`, () => {
  let jira: Jira;
  let said: unknown;
  let requests: SandboxRequest[];
  beforeAll(async () => {
    if (!hasPythonJira()) throw new Error('no python3-jira: install it (Debian: apt-get install python3-jira)');
    jira = await startJira('datacenter', { contextPath: '/jira' });
    said = await runSeedScript({ JIRA_URL: jira.url, JIRA_USER: 'bot', JIRA_PASSWORD: 'sandbox-password' });
    requests = await jira.requests();
  });
  afterAll(() => jira?.close());

  it('takes the issue of the recipe, and shows it as it was sent', async () => {
    expect(said).toMatchObject({
      account: 'bot',
      deploymentType: 'DataCenter',
      key: 'OPS-1',
      summary: '实例名称为 share 磁盘使用率过高',
      description: '等级：critical\n实例：share\n内容：磁盘使用率 96%',
      issueType: '故障',
      assignee: 'pacher',
      priority: 'Highest',
    });
    expect(await jira.issues()).toMatchObject([
      { key: 'OPS-1', labels: ['from-a-foreign-client'], assignee: 'pacher' },
    ]);
  });

  it('lets it search, comment and transition', async () => {
    expect(said).toMatchObject({ found: ['OPS-1'], comments: ['已处理'], category: 'done' });
    expect(await jira.issues()).toMatchObject([{ status: 'done', comments: [{ body: { text: '已处理' } }] }]);
    expect(requests.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['create', 'get', 'search', 'comment', 'transition', 'myself', 'meta']),
    );
  });

  it('refuses in words that it can read', () => {
    expect(said).toMatchObject({
      refusals: {
        unknownProject: { status: 400, said: { project: 'project is required' } },
        unknownPriority: { status: 400, said: { priority: expect.stringContaining('riority') } },
        unknownIssue: { status: 404, said: 'Issue does not exist or you do not have permission to see it.' },
        badJql: { status: 400, said: expect.stringContaining('Error in the JQL Query') },
        badPassword: { status: 401, said: expect.stringContaining('Unauthorized (401)') },
      },
    });
  });

  it('needs nothing that the sandbox lacks', () => {
    expect(requests.filter(({ route }) => route === null)).toEqual([]);
  });
});
