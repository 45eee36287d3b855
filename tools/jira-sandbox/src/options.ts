import { z } from 'zod';
import { CustomField, FieldCatalogue } from './fields/options.ts';
import { SiteIssue } from './site/site-issue.ts';
import { WorkflowOptions } from './workflow/options.ts';

export const Dialect = z.enum(['cloud', 'datacenter']);
export type Dialect = z.infer<typeof Dialect>;

export const AccountOptions = z.object({
  login: z.string().min(1).describe('user name on Data Center'),
  displayName: z.string().optional(),
  email: z.string().optional().describe('user name for Basic on Cloud'),
  accountId: z.string().optional(),
  password: z.string().optional().describe('for Basic on Data Center; on Cloud refused as deprecated'),
  apiToken: z.string().optional().describe('for Basic on Cloud'),
  pats: z.array(z.string()).default([]).describe('Bearer tokens'),
  oauth: z
    .strictObject({ clientId: z.string(), clientSecret: z.string() })
    .optional()
    .describe('OAuth 2.0 client credentials, which the token endpoint turns into access tokens'),
  assignable: z.boolean().default(true),
  admin: z.boolean().default(false).describe('may send notifyUsers=false'),
  groups: z.array(z.string()).default(['jira-users']),
  roles: z.array(z.string()).default(['Developers', 'Users']).describe('project roles that it has everywhere'),
  timeZone: z.string().default('Asia/Shanghai').describe('absolute JQL dates and times in answers follow it'),
});
export type AccountOptions = z.input<typeof AccountOptions>;

/** `steps`: Done is reached from In Progress only. `locked`: no way back from Done. Another name: one of the site's `workflows`. */
const WorkflowChoice = z.union([z.string(), WorkflowOptions]);

const IssueTypeOptions = z.union([
  z.string(),
  z.strictObject({
    name: z.string(),
    subtask: z.boolean().optional(),
    screenFields: z.array(z.string()).optional(),
    editScreenFields: z.array(z.string()).optional(),
    required: z.array(z.string()).optional().describe('ids of fields that this type asks for beside those that all do'),
    workflow: WorkflowChoice.optional(),
  }),
]);
export type IssueTypeOptions = z.infer<typeof IssueTypeOptions>;

export const ProjectOptions = z.object({
  key: z.string().regex(/^[A-Z][A-Z0-9_]+$/),
  name: z.string().optional(),
  type: z.enum(['software', 'service_desk']).default('software').describe('service_desk: a project of JSM'),
  issueTypes: z.array(IssueTypeOptions).min(1).default(['故障', 'Incident', 'Task', 'Bug']),
  priorities: z.array(z.string()).default(['Highest', 'High', 'Medium', 'Low', 'Lowest']),
  screenFields: z.array(z.string()).optional().describe('fields of the create and edit screen; default: all'),
  editScreenFields: z.array(z.string()).optional().describe('where the edit screen differs'),
  /** Over the site's catalogue: what is different here, and what only this project has. */
  fields: FieldCatalogue.default({}),
  customFields: z.array(CustomField).default([]).describe('a short form of `fields`'),
  workflow: WorkflowChoice.default('simple'),
  /** What the transition to Done of a built-in workflow does about the resolution. */
  resolution: z.enum(['automatic', 'optional', 'required', 'none']).default('automatic'),
  allowUnassigned: z.boolean().default(true),
  denied: z
    .array(z.string())
    .default([])
    .describe('permissions that mypermissions says nobody has; told, not enforced'),
  newIssuesVisibleTo: z
    .array(z.string())
    .nullable()
    .default(null)
    .describe('logins that the security level of each new issue shows it to; null: no level'),
  createMeta: z
    .union([z.literal('open'), z.literal(403), z.literal(404)])
    .default('open')
    .describe('how createmeta and editmeta are refused to an account without the right to read them'),
  metaPageSize: z
    .number()
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe('createmeta gives at most so many at once'),
  mayNotBrowse: z.array(z.string()).default([]).describe('logins that may create issues here and see none'),
});
export type ProjectOptions = z.input<typeof ProjectOptions>;
export type FullProjectOptions = z.output<typeof ProjectOptions>;

export const RateLimit = z.object({
  perSecond: z.number().positive(),
  burst: z.number().int().positive().optional().describe('bucket size; default: perSecond'),
  retryAfterSeconds: z.number().nonnegative().optional().describe('sent as it is; default: until a token is there'),
});
export type RateLimit = z.infer<typeof RateLimit>;

export const Stragglers = z.object({
  probability: z.number().min(0).max(1),
  forMs: z.number().nonnegative(),
});
export type Stragglers = z.infer<typeof Stragglers>;

/** off: an administrator has turned them off; forbidden: the account may not add them. */
export const Attachments = z.union([
  z.enum(['off', 'forbidden']),
  z.strictObject({ maxBytes: z.number().int().positive() }),
]);
export type Attachments = z.infer<typeof Attachments>;

export const PerIssueLimit = z.object({ writes: z.number().int().positive(), seconds: z.number().positive() });
export type PerIssueLimit = z.infer<typeof PerIssueLimit>;

export const webhookEvents = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
] as const;

/** As an administrator sets one up; what follows the retries is for tests of what a network does. */
export const Webhook = z.strictObject({
  url: z.url(),
  secret: z.string().min(1).optional().describe('signs the body: Cloud, and Data Center from 10 on'),
  events: z.array(z.enum(webhookEvents)).default(['jira:issue_created', 'jira:issue_updated', 'jira:issue_deleted']),
  retries: z.number().int().nonnegative().default(5).describe('Cloud: after no answer, 408, 409, 425, 429 and 5xx'),
  retryAfterMs: z.number().nonnegative().default(5000).describe('Cloud waits 5 to 15 minutes'),
  copies: z.number().int().nonnegative().default(1).describe('0: lost on the way'),
  maxDelayMs: z.number().nonnegative().default(0).describe('so late at most, each by chance: out of order'),
});
export type Webhook = z.infer<typeof Webhook>;

export const Sprint = z.strictObject({
  id: z.number().int().positive(),
  name: z.string(),
  state: z.enum(['active', 'future', 'closed']).default('active'),
  project: z.string().optional().describe('key of the project whose board has it; default: all'),
});
export type Sprint = z.infer<typeof Sprint>;

export const SandboxOptions = z.object({
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535).default(0),
  dialect: Dialect.default('cloud'),
  contextPath: z
    .string()
    .regex(/^(\/[A-Za-z0-9_-]+)*$/)
    .default(''),
  /** Names of statuses, transitions and resolutions. */
  language: z.enum(['en', 'zh']).default('en'),
  accounts: z.array(AccountOptions).optional(),
  /** The catalogue of fields that every project has. */
  fields: FieldCatalogue.default({}),
  workflows: z.record(z.string(), WorkflowOptions).default({}),
  sprints: z.array(Sprint).default([]).describe('none: any id is taken'),
  projects: z.array(ProjectOptions).optional(),
  issues: z.array(SiteIssue).default([]).describe('there from the start; not where a data file has any'),
  anonymousWeb: z.boolean().default(true),
  dataFile: z.string().optional(),
  latencyMs: z.number().nonnegative().default(0),
  indexLagMs: z.number().nonnegative().default(0),
  /** New issues that search leaves out for a time of their own, while it finds younger ones. */
  stragglers: Stragglers.nullable().default(null),
  rateLimit: RateLimit.nullable().default(null),
  perIssueLimit: PerIssueLimit.nullable().default(null),
  captchaAfter: z.number().int().positive().nullable().default(null),
  accessTokenSeconds: z.number().positive().default(3600).describe('how long an access token of OAuth is good for'),
  /** Off on Data Center 11, by default: 403 to every login with a password. */
  takesBasic: z.boolean().default(true),
  mysqlUtf8: z.boolean().default(false),
  /** Some sites drop the assignee of a create or edit without a word. */
  dropAssignee: z.boolean().default(false),
  attachments: Attachments.default({ maxBytes: 10 * 1024 * 1024 }),
  webhooks: z.array(Webhook).default([]),
  /** What a wrong or expired token makes of the caller. */
  badCredentials: z.enum(['refused', 'anonymous']).default('refused'),
});
export type SandboxOptions = z.infer<typeof SandboxOptions>;
export type SandboxOptionsInput = z.input<typeof SandboxOptions>;
