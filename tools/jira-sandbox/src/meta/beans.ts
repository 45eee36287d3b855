import { type Call, restUrl } from '../call.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Account, IssueType, NamedId, Project } from '../state/model.ts';
import { resolutions } from '../workflow/resolutions.ts';
import { categories } from '../workflow/statuses.ts';

/** A user as Jira shows it: by account id on Cloud, by name on Data Center. */
export function userBean(call: Call, login: string): JsonObject {
  const account = call.state.accounts.get(login);
  if (call.state.isCloud) {
    const accountId = account?.accountId ?? login;
    return {
      self: restUrl(call, `/user?accountId=${encodeURIComponent(accountId)}`),
      accountId,
      ...(account === undefined ? {} : { emailAddress: account.email }),
      avatarUrls: avatars(call),
      displayName: account?.displayName ?? 'Former user',
      active: account !== undefined,
      timeZone: account?.timeZone ?? 'Etc/UTC',
      accountType: 'atlassian',
    };
  }
  return {
    self: restUrl(call, `/user?username=${encodeURIComponent(login)}`),
    name: login,
    key: login,
    emailAddress: account?.email ?? '',
    avatarUrls: avatars(call),
    displayName: account?.displayName ?? login,
    active: account !== undefined,
    timeZone: account?.timeZone ?? 'Etc/UTC',
  };
}

export function myselfBean(call: Call, account: Account): JsonObject {
  const locale = call.state.settings.language === 'zh' ? 'zh_CN' : 'en_US';
  return {
    ...userBean(call, account.login),
    locale,
    groups: { size: 1, items: [] },
    applicationRoles: { size: 1, items: [] },
    expand: 'groups,applicationRoles',
  };
}

export function statusBean(call: Call, key: string): JsonObject {
  const { id, name, category: categoryKey } = call.state.statuses.of(key);
  const category = categories[categoryKey];
  const { language } = call.state.settings;
  return {
    self: restUrl(call, `/status/${id}`),
    description: '',
    iconUrl: `${call.baseUrl}/images/icons/statuses/generic.png`,
    name: name[language],
    id,
    statusCategory: {
      self: restUrl(call, `/statuscategory/${category.id}`),
      id: category.id,
      key: categoryKey,
      colorName: category.color,
      name: category.name[language],
    },
  };
}

export function resolutionBean(call: Call, id: string): JsonObject {
  const name = resolutions.find((known) => known.id === id)?.name[call.state.settings.language] ?? id;
  return { self: restUrl(call, `/resolution/${id}`), id, description: '', name };
}

export function priorityBean(call: Call, priority: NamedId): JsonObject {
  return {
    self: restUrl(call, `/priority/${priority.id}`),
    iconUrl: `${call.baseUrl}/images/icons/priorities/${encodeURIComponent(priority.name.toLowerCase())}.svg`,
    name: priority.name,
    id: priority.id,
  };
}

export function issueTypeBean(call: Call, type: IssueType): JsonObject {
  return {
    self: restUrl(call, `/issuetype/${type.id}`),
    id: type.id,
    description: '',
    iconUrl: `${call.baseUrl}/images/icons/issuetypes/task.png`,
    name: type.name,
    subtask: type.subtask,
    ...(call.state.isCloud ? { hierarchyLevel: type.subtask ? -1 : 0 } : {}),
  };
}

export function projectBean(call: Call, project: Project): JsonObject {
  return {
    self: restUrl(call, `/project/${project.id}`),
    id: project.id,
    key: project.key,
    name: project.name,
    projectTypeKey: project.type,
    ...(call.state.isCloud ? { simplified: false } : {}),
    avatarUrls: avatars(call),
  };
}

function avatars(call: Call): Json {
  const at = (size: number) => `${call.baseUrl}/secure/avatar?size=${size}`;
  return { '48x48': at(48), '24x24': at(24), '16x16': at(16), '32x32': at(32) };
}
