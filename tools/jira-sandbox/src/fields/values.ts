import { type Call, restUrl } from '../call.ts';
import { richTextFor } from '../issues/rich-text.ts';
import { arrayOr, isObject, type Json, type JsonObject } from '../json.ts';
import { userBean } from '../meta/beans.ts';
import type { Project } from '../state/model.ts';
import { jiraTime } from '../time.ts';
import type { Field } from './field.ts';
import { levelBean, versionBean } from './meta.ts';

/** A value as an issue shows it, where that differs from what was written. */
export function shownValue(call: Call, project: Project, field: Field, value: Json | undefined): Json {
  if (value === undefined || value === null) return isList(field) ? [] : null;
  const list = (show: (item: Json) => Json) => arrayOr(value).map(show);
  switch (field.kind) {
    case 'select':
    case 'radio':
    case 'cascading':
      return optionValue(call, value);
    case 'multiselect':
    case 'checkboxes':
      return list((item) => optionValue(call, item));
    case 'textarea':
      return longText(call, value);
    case 'user':
      return personValue(call, value);
    case 'multiuser':
      return list((item) => personValue(call, item));
    case 'group':
      return groupValue(call, value);
    case 'multigroup':
      return list((item) => groupValue(call, item));
    case 'datetime':
      return jiraTime(Date.parse(String(value).replace(/(\d\d)$/, ':$1')), call.account?.timeZone ?? 'Etc/UTC');
    case 'components':
      return list((item) => namedValue(item, (id) => restUrl(call, `/component/${id}`)));
    case 'versions':
      return list((item) => (isObject(item) ? versionBean(call, named(item)) : item));
    case 'security':
      return isObject(value) ? levelBean(call, named(value)) : value;
    case 'sprint':
      return [sprintValue(call, value)];
    case 'organizations':
      return list((id) => ({
        id: String(id),
        name: field.options.find((one) => one.id === String(id))?.value ?? String(id),
      }));
    case 'requesttype':
      return requestValue(field, project, value);
    default:
      return value;
  }
}

/** In the form of the API version that asks, whichever it was written in. */
function longText(call: Call, value: Json): Json {
  return richTextFor(
    call.apiVersion,
    isObject(value) ? { form: 'adf', doc: value } : { form: 'wiki', text: String(value) },
  );
}

function isList({ kind, schema }: Field): boolean {
  return kind === 'components' || kind === 'versions' || (kind === 'labels' && schema.system !== undefined);
}

function optionValue(call: Call, value: Json): Json {
  if (!isObject(value)) return value;
  const child = value.child === undefined ? {} : { child: optionValue(call, value.child) };
  return {
    self: restUrl(call, `/customFieldOption/${String(value.id)}`),
    value: value.value ?? null,
    id: value.id ?? null,
    ...child,
  };
}

function personValue(call: Call, value: Json): Json {
  const { accountId, name } = isObject(value) ? value : {};
  const login = [...call.state.accounts.values()].find(
    (one) => one.accountId === accountId || one.login === name,
  )?.login;
  return userBean(call, login ?? String(accountId ?? name));
}

function groupValue(call: Call, value: Json): Json {
  if (!isObject(value)) return value;
  const name = String(value.name);
  return { name, self: restUrl(call, `/group?groupname=${encodeURIComponent(name)}`) };
}

function namedValue(value: Json, self: (id: string) => string): Json {
  if (!isObject(value)) return value;
  const { id, value: name } = named(value);
  return { self: self(id), id, name };
}

function named(value: JsonObject): { id: string; value: string } {
  return { id: String(value.id), value: String(value.name) };
}

/** Cloud shows objects; Data Center its Java objects as text, as recorded by many clients. */
function sprintValue({ state }: Call, value: Json): Json {
  const sprint = state.site.sprints.find(({ id }) => id === value) ?? {
    name: `Sprint ${String(value)}`,
    state: 'active',
  };
  if (state.isCloud) return { id: value, name: sprint.name, state: sprint.state, boardId: 1 };
  return `com.atlassian.greenhopper.service.sprint.Sprint@1[id=${String(value)},rapidViewId=1,state=${sprint.state.toUpperCase()},name=${sprint.name}]`;
}

function requestValue(field: Field, project: Project, value: Json): Json {
  const type = field.options.find((option) => option.value === value || option.id === value);
  return { requestType: { id: type?.id ?? '0', name: type?.value ?? String(value), projectId: project.id } };
}
