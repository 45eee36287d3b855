import { setTimeout as timer } from 'node:timers/promises';
import express from 'express';
import { createApp } from './app.ts';
import { type Copies, copiesOf } from './control/copies.ts';
import { editAsPerson, type PersonEdit } from './control/person.ts';
import { controlRouter } from './control/router.ts';
import { changeSettings, type SettingsPatch } from './control/settings.ts';
import { FaultQueue } from './faults/queue.ts';
import type { FaultRuleInput } from './faults/rule.ts';
import { listen } from './http/listener.ts';
import { type LoggedRequest, RequestLog } from './http/request-log.ts';
import { SandboxOptions, type SandboxOptionsInput } from './options.ts';
import { addSiteIssues } from './site/issues.ts';
import { DataFile } from './state/data-file.ts';
import { accountFrom, defaultAccounts, defaultProjects } from './state/defaults.ts';
import type { Issue } from './state/model.ts';
import { SandboxState } from './state/state.ts';
import { sendWebhooks } from './webhooks/send.ts';

export type JiraSandbox = {
  url: string;
  /** The control API on a loopback port of its own; open even while the sandbox refuses connections. */
  controlUrl: string;
  close: () => Promise<void>;
  state: SandboxState;
  control: SandboxControl;
  /** Issues, links and requests as they are now. */
  copies: Copies;
};

export type SandboxControl = {
  /** Adds a fault rule; returns its id. */
  fault: (rule: FaultRuleInput) => number;
  clearFaults: () => void;
  set: (patch: SettingsPatch) => Promise<void>;
  editAsPerson: (idOrKey: string, edit: PersonEdit) => void;
  issues: () => Issue[];
  requests: (filter?: { kind?: string; sinceN?: number }) => LoggedRequest[];
  /** Brings the search index up to date at once. */
  flushIndex: () => void;
  /** Leaves one issue out of every search for so long, while younger ones are found. */
  hideFromSearch: (idOrKey: string, forMs: number) => void;
  /** Leaves out the next keys of a project. */
  skipKeys: (projectKey: string, count: number) => void;
  clearCaptcha: () => void;
  refuseConnections: () => Promise<void>;
  acceptConnections: () => Promise<void>;
  reset: () => void;
};

export type SandboxDeps = { now?: () => number; random?: () => number };

/** Starts a local Jira. Rejects with a ZodError on wrong options, and with the system's error when the port is taken. */
export async function startJiraSandbox(input: SandboxOptionsInput = {}, deps: SandboxDeps = {}): Promise<JiraSandbox> {
  const options = SandboxOptions.parse(input);
  const stopping = new AbortController();
  const sleep = (ms: number) =>
    timer(ms, undefined, { signal: stopping.signal }).catch(() => new Promise<never>(() => {}));
  const state = stateFrom(options, deps);
  const firstId = state.lastId;
  const dataFile = options.dataFile === undefined ? undefined : await DataFile.open(options.dataFile, state);
  if (state.lastId === firstId) addSiteIssues(state, options.issues);
  if (dataFile !== undefined) state.onCommit = () => dataFile.changed();

  const hooks = {
    refuse: async (forMs: number | undefined): Promise<void> => {
      await listener.refuse();
      if (forMs !== undefined) void sleep(forMs).then(listener.accept).catch(console.error);
    },
    accept: () => listener.accept(),
  };
  const exchangeDeps = { state, sleep, saved: async () => dataFile?.saved() };
  const listener = await listen(createApp(exchangeDeps, hooks), options.host, options.port);
  const controlApp = express()
    .use(express.text({ type: () => true, limit: '20mb' }))
    .use('/_sandbox', controlRouter(state, hooks));
  const controlListener = await listen(controlApp, '127.0.0.1', 0);
  const shownHost = options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : options.host;
  const url = `http://${shownHost}:${listener.port}${options.contextPath}`;
  // Here and not before: the issues of the site were always there.
  sendWebhooks(state, { sleep, baseUrl: () => url, stopping: stopping.signal });
  return {
    url,
    controlUrl: `http://127.0.0.1:${controlListener.port}`,
    state,
    control: controlOf(state, hooks),
    copies: copiesOf(state),
    close: async () => {
      stopping.abort();
      await Promise.all([listener.refuse(), controlListener.refuse()]);
      await dataFile?.saved();
    },
  };
}

function stateFrom(options: SandboxOptions, deps: SandboxDeps): SandboxState {
  const { latencyMs, indexLagMs, stragglers, rateLimit, perIssueLimit, captchaAfter, takesBasic, mysqlUtf8 } = options;
  const { accessTokenSeconds } = options;
  const { dropAssignee, attachments, badCredentials, anonymousWeb, language, dialect, contextPath } = options;
  const state = new SandboxState({
    dialect,
    contextPath,
    site: { fields: options.fields, workflows: options.workflows, sprints: options.sprints },
    settings: {
      ...{ latencyMs, indexLagMs, stragglers, rateLimit, perIssueLimit, captchaAfter, takesBasic, mysqlUtf8 },
      accessTokenSeconds,
      ...{
        dropAssignee,
        attachments,
        badCredentials,
        anonymousWeb,
        language,
        maintenance: null,
        webhooks: options.webhooks,
      },
    },
    now: deps.now ?? Date.now,
    random: deps.random ?? Math.random,
    log: new RequestLog(),
    faults: new FaultQueue(deps.random ?? Math.random),
  });
  for (const account of options.accounts ?? defaultAccounts)
    state.accounts.set(account.login, accountFrom(account, dialect));
  for (const project of options.projects ?? defaultProjects) state.addProject(project);
  return state;
}

function controlOf(
  state: SandboxState,
  hooks: { refuse: (forMs?: number) => Promise<void>; accept: () => Promise<void> },
): SandboxControl {
  return {
    fault: (rule) => state.faults.add(rule).id,
    clearFaults: () => state.faults.clear(),
    set: (patch) => changeSettings(state, patch, hooks),
    editAsPerson: (idOrKey, edit) => {
      const issue = state.findIssue(idOrKey);
      if (issue === undefined) throw new Error(`no issue ${idOrKey}`);
      editAsPerson(state, issue, edit);
    },
    issues: () => [...state.issues.values()],
    requests: (filter) => state.log.entries(filter),
    flushIndex: () => state.index.flush(),
    hideFromSearch: (idOrKey, forMs) => {
      const issue = state.findIssue(idOrKey);
      if (issue === undefined) throw new Error(`no issue ${idOrKey}`);
      state.index.hide(issue.id, forMs);
    },
    skipKeys: (projectKey, count) => state.skipKeys(projectKey, count),
    clearCaptcha: () => state.loginFailures.clear(),
    refuseConnections: () => hooks.refuse(),
    acceptConnections: () => hooks.accept(),
    reset: () => state.clear(),
  };
}
