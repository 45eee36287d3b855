import type { FaultQueue } from '../faults/queue.ts';
import type { FieldCatalogue } from '../fields/options.ts';
import type { RequestLog } from '../http/request-log.ts';
import type {
  Attachments,
  Dialect,
  PerIssueLimit,
  ProjectOptions,
  RateLimit,
  Sprint,
  Stragglers,
  Webhook,
} from '../options.ts';
import { IssueIndex } from '../search/issue-index.ts';
import type { WorkflowOptions } from '../workflow/options.ts';
import { Statuses } from '../workflow/statuses.ts';
import type { Account, Happening, Issue, IssueLink, Project } from './model.ts';
import { projectFrom } from './project.ts';

export type Maintenance = { retryAfter?: number | undefined; body?: string | undefined };

/** What can be changed while it runs. Times in ms. */
export type Settings = {
  latencyMs: number;
  indexLagMs: number;
  stragglers: Stragglers | null;
  rateLimit: RateLimit | null;
  perIssueLimit: PerIssueLimit | null;
  maintenance: Maintenance | null;
  captchaAfter: number | null;
  accessTokenSeconds: number;
  takesBasic: boolean;
  mysqlUtf8: boolean;
  dropAssignee: boolean;
  attachments: Attachments;
  badCredentials: 'refused' | 'anonymous';
  anonymousWeb: boolean;
  language: 'en' | 'zh';
  webhooks: Webhook[];
};

/** What an administrator has set up for the whole site. */
export type Site = {
  fields: FieldCatalogue;
  workflows: Readonly<Record<string, WorkflowOptions>>;
  sprints: Sprint[];
};

export type StateParts = {
  dialect: Dialect;
  site: Site;
  contextPath: string;
  settings: Settings;
  now: () => number;
  random: () => number;
  log: RequestLog;
  faults: FaultQueue;
};

/** Everything the sandbox knows. Handlers read and change it synchronously, so a request is carried out whole or not at all. */
export class SandboxState {
  readonly dialect: Dialect;
  readonly site: Site;
  readonly statuses = new Statuses();
  readonly contextPath: string;
  readonly settings: Settings;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: RequestLog;
  readonly faults: FaultQueue;
  readonly accounts = new Map<string, Account>();
  /** By token: whose, and until when. */
  readonly accessTokens = new Map<string, { login: string; until: number }>();
  readonly projects = new Map<string, Project>();
  readonly issues = new Map<string, Issue>();
  readonly links = new Map<string, IssueLink>();
  readonly index: IssueIndex;
  readonly loginFailures = new Map<string, number>();
  readonly #issueTypeIds = new Map<string, string>();
  readonly #optionIds = new Map<string, string>();
  readonly #keys = new Map<string, string>();
  readonly #children = new Map<string, Set<string>>();
  readonly #issueNumbers = new Map<string, number>();
  readonly #revisions = new WeakMap<Issue, number>();
  #lastId = 10_000;
  #lastProjectId = 10_000;
  /** Called after each change that a data file should keep. */
  onCommit: () => void = () => {};
  /** Called after each change that Jira's webhooks tell. */
  onHappening: (happening: Happening) => void = () => {};

  constructor(parts: StateParts) {
    this.dialect = parts.dialect;
    this.site = parts.site;
    this.contextPath = parts.contextPath;
    this.settings = parts.settings;
    this.now = parts.now;
    this.random = parts.random;
    this.log = parts.log;
    this.faults = parts.faults;
    this.index = new IssueIndex(parts.now, (status) => this.statuses.of(status).category);
  }

  get isCloud(): boolean {
    return this.dialect === 'cloud';
  }

  addProject(options: ProjectOptions): Project {
    const id = this.projects.get(options.key)?.id ?? String(++this.#lastProjectId);
    const { fields, workflows } = this.site;
    const project = projectFrom(options, id, {
      ...{ fields, workflows, statuses: this.statuses },
      issueTypeId: (name) => this.issueTypeId(name),
      optionId: (fieldId, path) => this.optionId(fieldId, path),
    });
    this.projects.set(project.key, project);
    return project;
  }

  /** Ids ascend over issues, comments, history and links, as Jira's do within each kind. */
  nextId(): string {
    return String(++this.#lastId);
  }

  nextKey(projectKey: string): string {
    const number = (this.#issueNumbers.get(projectKey) ?? 0) + 1;
    this.#issueNumbers.set(projectKey, number);
    return `${projectKey}-${number}`;
  }

  /** Leaves out the next keys of a project, as creates do that fail, and issues that are deleted. */
  skipKeys(projectKey: string, count: number): void {
    this.#issueNumbers.set(projectKey, (this.#issueNumbers.get(projectKey) ?? 0) + count);
  }

  /** Finds by id, key, or a key it had before it was moved. */
  findIssue(idOrKey: string): Issue | undefined {
    const id = /^\d+$/.test(idOrKey) ? idOrKey : this.#keys.get(idOrKey.toUpperCase());
    const issue = id === undefined ? undefined : this.issues.get(id);
    return issue !== undefined && this.projects.has(issue.projectKey) ? issue : undefined;
  }

  /** Every change to an issue ends here: search learns of it from this moment on. */
  commit(issue: Issue): void {
    this.issues.set(issue.id, issue);
    this.#revisions.set(issue, this.revisionOf(issue) + 1);
    for (const key of [issue.key, ...issue.formerKeys]) {
      this.#keys.set(key, issue.id);
      const [project = '', number = '0'] = key.split(/-(?=\d+$)/);
      this.#issueNumbers.set(project, Math.max(this.#issueNumbers.get(project) ?? 0, Number(number)));
    }
    this.#lastId = Math.max(this.#lastId, Number(issue.id));
    if (issue.parentId !== undefined)
      this.#children.set(issue.parentId, (this.#children.get(issue.parentId) ?? new Set()).add(issue.id));
    this.index.note(issue);
    this.onCommit();
  }

  /** Another one after each change to the issue. */
  revisionOf(issue: Issue): number {
    return this.#revisions.get(issue) ?? 0;
  }

  childrenOf(issue: Issue): Issue[] {
    return [...(this.#children.get(issue.id) ?? [])].flatMap((id) => {
      const child = this.issues.get(id);
      return child?.parentId === issue.id ? [child] : [];
    });
  }

  remove(issue: Issue, by: string): void {
    this.issues.delete(issue.id);
    for (const link of [...this.links.values()]) {
      if (link.inwardId === issue.id || link.outwardId === issue.id) this.links.delete(link.id);
    }
    this.onCommit();
    this.onHappening({ event: 'jira:issue_deleted', issue, by });
  }

  clear(): void {
    this.issues.clear();
    this.links.clear();
    this.#keys.clear();
    this.index.clear();
    this.loginFailures.clear();
    this.log.clear();
    this.faults.clear();
    // Numbers go on: a client that kept an id from before must not meet another issue under it.
    this.onCommit();
  }

  raiseLastId(id: number): void {
    this.#lastId = Math.max(this.#lastId, id);
  }

  get lastId(): number {
    return this.#lastId;
  }

  private issueTypeId(name: string): string {
    const id = this.#issueTypeIds.get(name) ?? String(10_200 + this.#issueTypeIds.size);
    this.#issueTypeIds.set(name, id);
    return id;
  }

  private optionId(fieldId: string, path: string): string {
    const key = `${fieldId}/${path}`;
    const id = this.#optionIds.get(key) ?? String(10_300 + this.#optionIds.size);
    this.#optionIds.set(key, id);
    return id;
  }
}
