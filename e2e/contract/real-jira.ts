import { z } from 'zod';

/** A Jira that the contract suite runs against: the sandbox, or a real one named by JIRA_CONTRACT_*. */
export interface JiraTarget {
  readonly url: string;
  readonly user: string | undefined;
  readonly secret: string;
  readonly project: string;
  readonly issueType: string;
}

/** What the suite needs of any Jira, over REST alone: a real one has no control API. */
export interface RealJira {
  whoAmI(): Promise<string>;
  /** Keys of the issues with this label, as search shows them now, oldest first. */
  labelled(label: string): Promise<string[]>;
  read(key: string): Promise<RealIssue>;
  /** A second issue with the label and, as a lost answer would leave it, the property by which `of` is known to be ours. */
  createDuplicate(label: string, summary: string, of?: string): Promise<string>;
  /** Labels and closes one of our own. @throws Error for an issue that is not: a test must never touch it */
  tidy(key: string, ownLabels: readonly string[]): Promise<void>;
}

export const TIDY_LABEL = 'guance-jira-contract';
/** As fields.ts of the worker has it: real issues hold it already. */
const PROPERTY_KEY = 'guance-jira';

const Person = z.object({ accountId: z.string().optional(), name: z.string().optional() });
const Issue = z.object({
  key: z.string(),
  fields: z.object({
    summary: z.string(),
    labels: z.array(z.string()).default([]),
    creator: Person,
    status: z.object({ statusCategory: z.object({ key: z.string() }) }),
    comment: z.object({ comments: z.array(z.unknown()) }).optional(),
  }),
});
export type RealIssue = { summary: string; labels: string[]; creator: string; category: string; comments: number };

const Transitions = z.object({
  transitions: z.array(z.object({ id: z.string(), to: z.object({ statusCategory: z.object({ key: z.string() }) }) })),
});

/** The real Jira that the environment names; undefined when it names none. @throws Error when it names half of one */
export function targetFrom(env: NodeJS.ProcessEnv): JiraTarget | undefined {
  if (!env.JIRA_CONTRACT_URL) return undefined;
  const { JIRA_CONTRACT_TOKEN: secret, JIRA_CONTRACT_PROJECT: project, JIRA_CONTRACT_ISSUE_TYPE: issueType } = env;
  if (!secret || !project || !issueType)
    throw new Error('with JIRA_CONTRACT_URL set JIRA_CONTRACT_TOKEN, JIRA_CONTRACT_PROJECT, JIRA_CONTRACT_ISSUE_TYPE');
  const url = env.JIRA_CONTRACT_URL.replace(/\/+$/, '');
  return { url, user: env.JIRA_CONTRACT_USER || undefined, secret, project, issueType };
}

export function openJira(target: JiraTarget): RealJira {
  const { user, secret } = target;
  const authorization = user ? `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` : `Bearer ${secret}`;
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${target.url}/rest/api/${path}`, {
      method,
      redirect: 'error',
      headers: { authorization, accept: 'application/json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 300)}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const isCloud = async () =>
    z.object({ deploymentType: z.string() }).parse(await call('GET', '2/serverInfo')).deploymentType === 'Cloud';
  const read = async (key: string): Promise<RealIssue> => {
    const { fields } = Issue.parse(await call('GET', `2/issue/${key}?fields=summary,labels,creator,status,comment`));
    return {
      summary: fields.summary,
      labels: fields.labels,
      creator: nameOf(fields.creator),
      category: fields.status.statusCategory.key,
      comments: fields.comment?.comments.length ?? 0,
    };
  };
  const propertyOf = async (key: string) =>
    z.object({ value: z.looseObject({}) }).parse(await call('GET', `2/issue/${key}/properties/${PROPERTY_KEY}`)).value;
  const whoAmI = async () => nameOf(Person.parse(await call('GET', '2/myself')));
  return {
    whoAmI,
    read,
    async labelled(label) {
      const path = (await isCloud()) ? '3/search/jql' : '2/search';
      const jql = `project = "${target.project}" AND labels = "${label}" ORDER BY created ASC`;
      const found = await call('POST', path, { jql, fields: ['summary'], maxResults: 50 });
      const { issues } = z.object({ issues: z.array(z.object({ key: z.string() })) }).parse(found);
      return issues.map(({ key }) => key);
    },
    async createDuplicate(label, summary, of) {
      const properties = of === undefined ? [] : [{ key: PROPERTY_KEY, value: await propertyOf(of) }];
      const fields = {
        project: { key: target.project },
        issuetype: { name: target.issueType },
        ...{ summary, labels: [label], description: 'A test of guance-jira; it closes this issue by itself.' },
      };
      return z.object({ key: z.string() }).parse(await call('POST', '2/issue', { fields, properties })).key;
    },
    async tidy(key, ownLabels) {
      const { creator, labels, category } = await read(key);
      if (creator !== (await whoAmI()) || !labels.some((label) => ownLabels.includes(label)))
        throw new Error(`${key} is not an issue of this test`);
      await call('PUT', `2/issue/${key}`, { update: { labels: [{ add: TIDY_LABEL }] } });
      if (category === 'done') return;
      const { transitions } = Transitions.parse(await call('GET', `2/issue/${key}/transitions`));
      const done = transitions.find(({ to }) => to.statusCategory.key === 'done');
      if (!done) throw new Error(`${key} has no way to a closed status: close it by hand`);
      await call('POST', `2/issue/${key}/transitions`, { transition: { id: done.id } });
    },
  };
}

function nameOf({ accountId, name }: z.infer<typeof Person>): string {
  return accountId ?? name ?? '';
}
