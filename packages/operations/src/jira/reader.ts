/** What the commands ask of Jira. Nothing here changes anything; Cloud and Data Center differ in little but the version in the path. */

import type { CreateSchema, Transition } from '@guance-jira/jira';
import {
  accessOf,
  createLogin,
  createTransport,
  expected,
  MARKER_LABEL,
  memoryTokenStore,
  normaliseSite,
  PROPERTY_KEY,
  readCreateSchema,
  serverInfo,
  type Transport,
  transitionsIn,
} from '@guance-jira/jira';
import { z } from 'zod';
import type { WorkerEnv } from '../settings/worker-settings.ts';
import type { FieldOnScreen } from './answers.ts';
import * as answers from './answers.ts';
import { isRefusal, patiently, unlessRefused, unlessRejected } from './patience.ts';

/** A look-up that Jira rejects (no such thing, or not for this account) gives null. All else that fails throws JiraFailure. */
export interface JiraReader {
  readonly site: string;
  readonly deployment: 'cloud' | 'datacenter';
  /** Where pages for people are. */
  readonly browseUrl: string;
  /** Jira's clock minus ours, in milliseconds. */
  clockSkewMs(): number;
  account(): Promise<string>;
  project(key: string): Promise<{ key: string; name: string; projectTypeKey?: string | undefined } | null>;
  /** Keys of some of the projects that the account may see. */
  projectKeys(): Promise<string[] | null>;
  permissions(project: string, wanted: readonly string[]): Promise<Record<string, boolean> | null>;
  issueTypes(project: string): Promise<{ id: string; name: string; subtask: boolean }[] | null>;
  screen(project: string, issueTypeId: string): Promise<FieldOnScreen[] | null>;
  /** By which the worker writes the fields of an issue; null where Jira does not tell it, or has no such type. */
  createSchema(project: string, issueType: string): Promise<CreateSchema | null>;
  priorities(): Promise<string[] | null>;
  resolutions(): Promise<string[] | null>;
  fieldNames(): Promise<Map<string, string> | null>;
  /** Whether an account (Cloud: id or e-mail; Data Center: name) can be assigned issues of the project. */
  isAssignable(project: string, person: string): Promise<boolean | null>;
  /** Whether there is such an account, in whatever projects. */
  isKnown(person: string): Promise<boolean | null>;
  isGroup(name: string): Promise<boolean | null>;
  /** Names of the roles of a project. */
  roles(project: string): Promise<string[] | null>;
  /** An issue of each status that is not done, ours before others', to see what can be done with one. */
  openIssues(project: string, issueType: string): Promise<{ id: string; key: string; status: Transition['to'] }[]>;
  /** In which statuses issues can be, by the id of their type. */
  statuses(project: string): Promise<Map<string, Transition['to'][]> | null>;
  transitions(issueId: string): Promise<Transition[] | null>;
  /** What the marker of an issue of ours says. */
  markerOf(issueKey: string): Promise<{ eventId: string; faultKey: string } | null>;
  close(): Promise<void>;
}

/** @throws JiraFailure when Jira does not answer */
export async function openJira(config: WorkerEnv): Promise<JiraReader> {
  const site = normaliseSite(config.JIRA_URL);
  const access = accessOf(config);
  const login = createLogin(() => access, config.JIRA_TIMEOUT_MS, { store: memoryTokenStore() });
  const transport = createTransport({
    baseUrl: site,
    ...login,
    headers: () => access.headers,
    certificates: () => access.certificates,
    timeoutMs: config.JIRA_TIMEOUT_MS,
  });
  try {
    const info = await serverInfo(transport.sendRequest);
    const deployment = config.JIRA_DEPLOYMENT === 'auto' ? info.deploymentType : config.JIRA_DEPLOYMENT;
    const browseUrl = site.includes('api.atlassian.com') ? normaliseSite(info.baseUrl ?? site) : site;
    return { site, deployment, browseUrl, ...readerOn(transport, deployment) };
  } catch (error) {
    await transport.close();
    throw error;
  }
}

function readerOn(transport: Transport, deployment: JiraReader['deployment']) {
  const api = deployment === 'cloud' ? '/rest/api/3' : '/rest/api/2';
  const get = <T>(schema: z.ZodType<T>, path: string, searchParams: Record<string, unknown> = {}) =>
    patiently(async () => expected(path, schema, await transport.sendRequest({ url: `${api}${path}`, searchParams })));
  const read = <T>(schema: z.ZodType<T>, path: string, params?: Record<string, unknown>) =>
    unlessRejected(get(schema, path, params));
  /** Cloud gives the lists by pages and has deprecated the whole ones, which are all that Data Center has. */
  const named = async (path: string) => {
    const whole = () => read(answers.Named, path);
    if (deployment === 'datacenter') return whole();
    const byPages = answers.pages((startAt) => get(answers.NamedPage, `${path}/search`, startAt));
    // A token with scopes may read the list of priorities by its old path alone: the other asks for an administrator's scope.
    return await byPages.catch((error: unknown) => (isRefusal(error) ? whole() : Promise.reject(error)));
  };
  const search = async (jql: string) => {
    const url = `${api}/search${deployment === 'cloud' ? '/jql' : ''}`;
    const body = { jql, maxResults: 50, fields: ['status'] };
    return expected('search', answers.Found, await transport.sendRequest({ url, method: 'POST', body }));
  };
  return {
    clockSkewMs: transport.clockSkewMs,
    close: transport.close,
    account: async () => {
      const { displayName, name, accountId } = await get(answers.Account, '/myself');
      const id = name ?? accountId ?? '';
      return displayName === undefined || displayName === id ? id : `${displayName} (${id})`;
    },
    project: (key: string) => read(answers.WholeProject, `/project/${segment(key)}`),
    projectKeys: async () => {
      const path = deployment === 'cloud' ? '/project/search' : '/project';
      const seen = await read(answers.Projects, path, deployment === 'cloud' ? { maxResults: 100 } : {});
      return seen?.map(({ key }) => key) ?? null;
    },
    permissions: async (project: string, wanted: readonly string[]) => {
      // Data Center tells all of them and knows no such parameter; Cloud insists on it.
      const params = { projectKey: project, ...(deployment === 'cloud' ? { permissions: wanted.join(',') } : {}) };
      const seen = await read(answers.Permissions, '/mypermissions', params);
      return seen && Object.fromEntries(wanted.map((key) => [key, seen.permissions[key]?.havePermission ?? false]));
    },
    issueTypes: (project: string) =>
      unlessRejected(
        answers.pages((startAt) =>
          get(answers.IssueTypes, `/issue/createmeta/${segment(project)}/issuetypes`, startAt),
        ),
      ),
    screen: async (project: string, issueTypeId: string) => {
      const path = `/issue/createmeta/${segment(project)}/issuetypes/${segment(issueTypeId)}`;
      const fields = await unlessRejected(answers.pages((startAt) => get(answers.Fields, path, startAt)));
      return fields?.map(answers.fieldOf) ?? null;
    },
    createSchema: (project: string, issueType: string) =>
      unlessRejected(readCreateSchema(transport, api, { project, issueType }, async () => {})),
    priorities: async () => answers.namesOf(await named('/priority')),
    resolutions: async () => answers.namesOf(await named('/resolution')),
    fieldNames: async () => {
      const fields = await read(z.array(z.object({ id: z.string(), name: z.string() })), '/field');
      return fields && new Map(fields.map(({ id, name }) => [id, name]));
    },
    isAssignable: async (project: string, person: string) => {
      const users = await read(answers.Users, '/user/assignable/search', {
        project,
        ...answers.personParam(deployment, person),
        maxResults: 50,
      });
      return users?.some((user) => answers.isPerson(user, person, users.length)) ?? null;
    },
    isKnown: async (person: string) => {
      const params = { ...answers.personParam(deployment, person), maxResults: 50 };
      const users = await unlessRefused(get(answers.Users, '/user/search', params));
      return users?.some((user) => answers.isPerson(user, person, users.length)) ?? null;
    },
    isGroup: async (name: string) => {
      const found = await unlessRefused(get(answers.Groups, '/groups/picker', { query: name, maxResults: 50 }));
      return found?.groups.some((group) => group.name === name) ?? null;
    },
    roles: async (project: string) => {
      const roles = await unlessRefused(get(z.record(z.string(), z.unknown()), `/project/${segment(project)}/role`));
      return roles && Object.keys(roles);
    },
    openIssues: async (project: string, issueType: string) => {
      const ours = `creator = currentUser() AND labels = ${JSON.stringify(MARKER_LABEL)}`;
      const where = `project = ${JSON.stringify(project)} AND issuetype = ${JSON.stringify(issueType)} AND statusCategory != Done`;
      const found = new Map<string, { id: string; key: string; status: Transition['to'] }>();
      // The account need not see what others have made.
      for (const who of [` AND ${ours}`, '']) {
        const issues = (await unlessRejected(search(`${where}${who} ORDER BY created DESC`)))?.issues ?? [];
        for (const { id, key, fields } of issues) {
          const status = answers.statusOf(fields.status);
          if (!found.has(status.name)) found.set(status.name, { id, key, status });
        }
      }
      return [...found.values()];
    },
    statuses: async (project: string) => {
      const types = await read(answers.StatusesByType, `/project/${segment(project)}/statuses`);
      return types && new Map(types.map(({ id, statuses }) => [id, statuses.map(answers.statusOf)]));
    },
    transitions: async (id: string) => {
      const seen = await read(z.unknown(), `/issue/${segment(id)}/transitions`, { expand: 'transitions.fields' });
      return seen === null ? null : transitionsIn(seen);
    },
    markerOf: async (issueKey: string) =>
      (await read(answers.MarkerProperty, `/issue/${segment(issueKey)}/properties/${PROPERTY_KEY}`))?.value ?? null,
  };
}

/** What stands in a path is a name that a person wrote: one that could lead elsewhere is as good as unknown. */
function segment(name: string): string {
  return /^[\w-]{1,255}$/.test(name) ? name : '-';
}
