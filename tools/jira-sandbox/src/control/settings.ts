import { z } from 'zod';
import { screenOf } from '../fields/screens.ts';
import {
  AccountOptions,
  Attachments,
  PerIssueLimit,
  ProjectOptions,
  RateLimit,
  Stragglers,
  Webhook,
} from '../options.ts';
import { accountFrom } from '../state/defaults.ts';
import type { Project } from '../state/model.ts';
import type { SandboxState } from '../state/state.ts';

const AccountPatch = AccountOptions.partial().omit({ login: true });
const ProjectPatch = ProjectOptions.partial().omit({ key: true });

/** Every member may be left out and then stays as it is. */
export const SettingsPatch = z.strictObject({
  latencyMs: z.number().nonnegative().optional(),
  indexLagMs: z.number().nonnegative().optional(),
  stragglers: Stragglers.nullable().optional(),
  rateLimit: RateLimit.nullable().optional(),
  perIssueLimit: PerIssueLimit.nullable().optional(),
  /** 503 to everything; `true` without Retry-After and with an empty body. */
  maintenance: z
    .union([
      z.literal(true),
      z.object({ retryAfter: z.number().nonnegative().optional(), body: z.string().optional() }),
    ])
    .nullable()
    .optional(),
  captchaAfter: z.number().int().positive().nullable().optional(),
  accessTokenSeconds: z.number().positive().optional(),
  takesBasic: z.boolean().optional(),
  mysqlUtf8: z.boolean().optional(),
  dropAssignee: z.boolean().optional(),
  attachments: Attachments.optional(),
  badCredentials: z.enum(['refused', 'anonymous']).optional(),
  anonymousWeb: z.boolean().optional(),
  language: z.enum(['en', 'zh']).optional(),
  webhooks: z.array(Webhook).optional().describe('all of them'),
  /** By login: what to change; null removes the account. A new login is added. */
  accounts: z.record(z.string(), AccountPatch.nullable()).optional(),
  /** Logins that cannot be assigned from now on; all others can. */
  unassignable: z.array(z.string()).optional(),
  /** By key: what to change; null removes the project from sight. A new key is added. */
  projects: z.record(z.string(), ProjectPatch.nullable()).optional(),
  /** Closes the listening socket: for so many ms, or until `{"refuse": false}` on the control address. */
  refuse: z.union([z.boolean(), z.object({ forMs: z.number().positive() })]).optional(),
});
export type SettingsPatch = z.input<typeof SettingsPatch>;

export type SettingsHooks = { refuse: (forMs: number | undefined) => Promise<void>; accept: () => Promise<void> };

/** Changes settings while it runs. Throws a ZodError and changes nothing where the patch is malformed. */
export async function changeSettings(state: SandboxState, input: SettingsPatch, hooks: SettingsHooks): Promise<void> {
  const { accounts, unassignable, projects, refuse, maintenance, ...plain } = SettingsPatch.parse(input);
  const { settings } = state;
  settings.latencyMs = plain.latencyMs ?? settings.latencyMs;
  settings.indexLagMs = plain.indexLagMs ?? settings.indexLagMs;
  settings.accessTokenSeconds = plain.accessTokenSeconds ?? settings.accessTokenSeconds;
  settings.takesBasic = plain.takesBasic ?? settings.takesBasic;
  settings.mysqlUtf8 = plain.mysqlUtf8 ?? settings.mysqlUtf8;
  settings.attachments = plain.attachments ?? settings.attachments;
  settings.dropAssignee = plain.dropAssignee ?? settings.dropAssignee;
  settings.badCredentials = plain.badCredentials ?? settings.badCredentials;
  settings.anonymousWeb = plain.anonymousWeb ?? settings.anonymousWeb;
  settings.language = plain.language ?? settings.language;
  settings.webhooks = plain.webhooks ?? settings.webhooks;
  if (plain.stragglers !== undefined) settings.stragglers = plain.stragglers;
  if (plain.rateLimit !== undefined) settings.rateLimit = plain.rateLimit;
  if (plain.perIssueLimit !== undefined) settings.perIssueLimit = plain.perIssueLimit;
  if (plain.captchaAfter !== undefined) settings.captchaAfter = plain.captchaAfter;
  if (maintenance !== undefined) settings.maintenance = maintenance === true ? {} : maintenance;
  for (const [login, patch] of Object.entries(accounts ?? {})) changeAccount(state, login, patch);
  for (const [key, patch] of Object.entries(projects ?? {})) changeProject(state, key, patch);
  if (unassignable !== undefined) {
    for (const account of state.accounts.values()) account.assignable = !unassignable.includes(account.login);
  }
  if (refuse === false) await hooks.accept();
  else if (refuse === true) await hooks.refuse(undefined);
  else if (refuse !== undefined) await hooks.refuse(refuse.forMs);
}

/** The settings with accounts and webhooks (less their secrets) and projects. */
export function shownSettings(state: SandboxState): Record<string, unknown> {
  const accounts = [...state.accounts.values()].map(({ password, apiToken, pats, oauth, ...open }) => open);
  const { dialect, contextPath, settings } = state;
  return {
    dialect,
    contextPath,
    ...settings,
    webhooks: settings.webhooks.map(({ secret, ...open }) => open),
    accounts,
    projects: [...state.projects.values()].map(shownProject),
  };
}

/** As it was given, with every default, and with the ids that Jira has made for it. */
function shownProject(project: Project): Record<string, unknown> {
  const { id, name, options, priorities } = project;
  const issueTypes = project.issueTypes.map((type) => ({ id: type.id, name: type.name, subtask: type.subtask }));
  const [first] = project.issueTypes;
  const screenFields = first === undefined ? [] : screenOf(project, first, 'create');
  return { id, ...ProjectOptions.parse(options), name, issueTypes, priorities, screenFields };
}

function changeAccount(state: SandboxState, login: string, patch: z.infer<typeof AccountPatch> | null): void {
  if (patch === null) {
    state.accounts.delete(login);
    return;
  }
  const changes = defined(patch);
  state.loginFailures.delete(login);
  const before = state.accounts.get(login);
  state.accounts.set(
    login,
    before === undefined ? accountFrom({ login, ...changes }, state.dialect) : { ...before, ...changes },
  );
}

function changeProject(state: SandboxState, key: string, patch: z.infer<typeof ProjectPatch> | null): void {
  if (patch === null) {
    state.projects.delete(key);
    return;
  }
  const before = state.projects.get(key);
  const changes = defined(patch);
  if (before === undefined) {
    state.addProject({ key, ...changes });
    return;
  }
  // Where the create screen changes, the edit screen follows it unless it is told otherwise.
  const { editScreenFields, ...kept } = before.options;
  const edit = changes.screenFields === undefined && editScreenFields !== undefined ? { editScreenFields } : {};
  const fields = { ...before.options.fields, ...changes.fields };
  state.addProject({ ...kept, ...edit, ...changes, fields });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Drops members that are undefined; what is left has the same names and types. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
