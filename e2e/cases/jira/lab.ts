/** A stack in which the cases of Jira are played, each with objects and a project of its own. */
import { openFaultLab, watchedObject } from '../../fault-life/lab.ts';
import type { GuanceEvent, LogRecord, SandboxIssue, Stack } from '../../harness/index.ts';
import type { JiraCase } from './file.ts';
import { projectKeyOf, projectsOf, rulesOf } from './site.ts';

export type JiraDialect = 'cloud' | 'datacenter';

export interface JiraLab {
  readonly stack: Stack;
  readonly dialect: JiraDialect;
  of(one: JiraCase): Played;
  close(): Promise<void>;
}

/** One case. */
export interface Played {
  readonly lab: JiraLab;
  /** Its project. */
  readonly project: string;
  /** An object of its own, whose events have the tags of the case and these. */
  object(tags?: Record<string, string>): PlayedObject;
  issue(key: unknown): Promise<SandboxIssue>;
  /** Of its project. */
  issues(): Promise<SandboxIssue[]>;
  comments(key: unknown): Promise<string[]>;
  byPerson(key: unknown, edit: object): Promise<void>;
  /** Whether the two are linked. */
  areLinked(one: SandboxIssue, other: SandboxIssue): Promise<boolean>;
}

export interface PlayedObject {
  /** Its next event, and the line of its outcome. */
  send(status: string, change?: Record<string, unknown>): Promise<LogRecord>;
  next(status: string, change?: Record<string, unknown>): GuanceEvent;
  outcome(event: GuanceEvent): Promise<LogRecord>;
  /** The next event begins another fault. */
  again(): void;
}

export async function openJiraLab(
  dialect: JiraDialect,
  cases: readonly JiraCase[],
  all: readonly JiraCase[],
): Promise<JiraLab> {
  const faults = await openFaultLab(rulesOf(cases, all), {
    dialect,
    sandbox: { language: 'en', projects: projectsOf(cases, all) },
    // No answer is lost here, however busy the machine is.
    workerEnv: { JIRA_MAX_RPS: '300', WORKER_CONCURRENCY: '50', JIRA_TIMEOUT_MS: '10000' },
  });
  const { stack } = faults;
  const lab: JiraLab = {
    stack,
    dialect,
    of: (one) => {
      const project = projectKeyOf(one, all);
      return {
        lab,
        project,
        object: (tags = {}) => objectOf(one, tags, faults.outcomes),
        issue: faults.issue,
        issues: async () => (await stack.jira.issues()).filter(({ projectKey }) => projectKey === project),
        comments: faults.comments,
        byPerson: faults.byPerson,
        areLinked: async ({ id }, other) => {
          const links = await stack.jira.links();
          return links.some((link) => [link.inwardId, link.outwardId].sort().join() === [id, other.id].sort().join());
        },
      };
    },
    close: faults.close,
  };
  return lab;
}

function objectOf(
  { event }: JiraCase,
  tags: Record<string, string>,
  outcomes: (...events: readonly GuanceEvent[]) => Promise<LogRecord[]>,
): PlayedObject {
  const own: Record<string, unknown> = JSON.parse(String(event.df_dimension_tags));
  const watched = watchedObject(String(own.case));
  const next: PlayedObject['next'] = (status, change = {}) =>
    watched.next(status, {
      ...event,
      df_dimension_tags: JSON.stringify({ ...own, ...tags }),
      ...stateOf(status),
      ...change,
    });
  const outcome: PlayedObject['outcome'] = async (sent) => {
    const [line] = await outcomes(sent);
    if (!line) throw new Error('an event has an outcome');
    return line;
  };
  return {
    next,
    outcome,
    send: (status, change) => outcome(next(status, change)),
    again: () => watched.again(),
  };
}

function stateOf(status: string): object {
  return { df_status: status, df_sub_status: status };
}
