import type { Field } from '../fields/field.ts';
import type { Json, JsonObject } from '../json.ts';
import type { ProjectOptions } from '../options.ts';
import type { Workflow } from '../workflow/workflow.ts';

export type Account = {
  login: string;
  displayName: string;
  email: string;
  accountId: string;
  password?: string | undefined;
  apiToken?: string | undefined;
  pats: string[];
  oauth?: { clientId: string; clientSecret: string } | undefined;
  assignable: boolean;
  admin: boolean;
  groups: string[];
  roles: string[];
  timeZone: string;
};

export type Project = {
  id: string;
  key: string;
  name: string;
  type: 'software' | 'service_desk';
  issueTypes: IssueType[];
  priorities: NamedId[];
  fields: ReadonlyMap<string, Field>;
  /** Lists that go before what the fields say of their screens. */
  screenFields?: string[] | undefined;
  editScreenFields?: string[] | undefined;
  workflow: Workflow;
  allowUnassigned: boolean;
  denied: string[];
  createMeta: 'open' | 403 | 404;
  metaPageSize: number | null;
  newIssuesVisibleTo: string[] | null;
  mayNotBrowse: string[];
  /** As they were given, so that a change can be laid over them. */
  options: ProjectOptions;
};

export type IssueType = NamedId & {
  subtask: boolean;
  screenFields?: string[] | undefined;
  editScreenFields?: string[] | undefined;
  required?: string[] | undefined;
  workflow?: Workflow | undefined;
};
export type NamedId = { id: string; name: string };

/** Text as it was written: Cloud's v3 stores a document, v2 and Data Center a string. */
export type RichText = { form: 'adf'; doc: JsonObject } | { form: 'wiki'; text: string };

export type Change = { field: string; from: string | null; to: string | null };
export type HistoryEntry = { id: string; at: number; author: string; changes: Change[] };

export type Comment = {
  id: string;
  author: string;
  body: RichText;
  created: number;
  updated: number;
  properties: { key: string; value: Json }[];
  /** Only these may read it. */
  visibility?: { type: 'group' | 'role'; value: string } | undefined;
};

export type Attachment = {
  id: string;
  author: string;
  created: number;
  filename: string;
  mimeType: string;
  size: number;
  /** base64. */
  content: string;
};

export type Issue = {
  id: string;
  key: string;
  /** Keys it had in other projects; they still lead to it. */
  formerKeys: string[];
  /** Logins that its security level shows it to; everybody when absent. */
  visibleTo?: string[] | undefined;
  projectKey: string;
  issueTypeId: string;
  summary: string;
  description: RichText | null;
  priorityId: string | null;
  labels: string[];
  assignee: string | null;
  reporter: string;
  creator: string;
  /** Key of its status: of the three built-in ones the key of the category, of others the name. */
  status: string;
  statusChanged: number;
  resolutionId: string | null;
  resolved: number | null;
  created: number;
  updated: number;
  /** Of a sub-task, or of an issue below an epic. */
  parentId?: string | undefined;
  /** Read-only, and out of every search. */
  archived?: boolean | undefined;
  /** Logins. */
  watchers?: string[] | undefined;
  /** Due date, environment, components, versions, security level and custom fields, as sent. */
  other: Record<string, Json>;
  properties: Record<string, Json>;
  comments: Comment[];
  attachments?: Attachment[] | undefined;
  history: HistoryEntry[];
};

/** What happened to an issue, for the webhooks. */
export type Happening = {
  event: 'jira:issue_created' | 'jira:issue_updated' | 'jira:issue_deleted';
  issue: Issue;
  /** Login. */
  by: string;
  /** None where only a comment was added. */
  entry?: HistoryEntry | undefined;
  comment?: Comment | undefined;
};

export type IssueLink = { id: string; typeId: string; inwardId: string; outwardId: string };
