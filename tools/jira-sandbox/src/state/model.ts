import type { Json, JsonObject } from '../json.ts';
import type { CustomField } from '../options.ts';

export type Account = {
  login: string;
  displayName: string;
  email: string;
  accountId: string;
  password?: string | undefined;
  apiToken?: string | undefined;
  pats: string[];
  assignable: boolean;
  admin: boolean;
  timeZone: string;
};

export type Project = {
  id: string;
  key: string;
  name: string;
  issueTypes: NamedId[];
  priorities: NamedId[];
  screenFields: string[];
  editScreenFields: string[];
  customFields: CustomField[];
  workflow: 'simple' | 'steps' | 'locked';
  resolution: 'automatic' | 'optional' | 'required' | 'none';
  allowUnassigned: boolean;
  denied: string[];
  newIssuesVisibleTo: string[] | null;
  mayNotBrowse: string[];
};

export type NamedId = { id: string; name: string };

/** Text as it was written: Cloud's v3 stores a document, v2 and Data Center a string. */
export type RichText = { form: 'adf'; doc: JsonObject } | { form: 'wiki'; text: string };

export type StatusKey = 'new' | 'indeterminate' | 'done';

export type Change = { field: string; from: string | null; to: string | null };
export type HistoryEntry = { id: string; at: number; author: string; changes: Change[] };

export type Comment = {
  id: string;
  author: string;
  body: RichText;
  created: number;
  updated: number;
  properties: { key: string; value: Json }[];
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
  status: StatusKey;
  statusChanged: number;
  resolutionId: string | null;
  resolved: number | null;
  created: number;
  updated: number;
  /** Due date, environment and custom fields, as sent. */
  other: Record<string, Json>;
  properties: Record<string, Json>;
  comments: Comment[];
  history: HistoryEntry[];
};

export type IssueLink = { id: string; typeId: string; inwardId: string; outwardId: string };
