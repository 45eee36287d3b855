import type { Call } from '../call.ts';
import { isObject, type Json } from '../json.ts';
import type { CustomField } from '../options.ts';
import type { NamedId, Project } from '../state/model.ts';
import { type Read, readRichText, refuseUnstorable } from './text.ts';

export function readProject(call: Call, value: Json | undefined): Read<Project> {
  const given = isObject(value) ? (value.id ?? value.key) : undefined;
  const found = [...call.state.projects.values()].find((project) => project.id === given || project.key === given);
  if (found !== undefined) return { value: found };
  if (!call.state.isCloud) return { error: 'project is required' };
  const meaningless = value !== undefined && (typeof given !== 'string' || given === '');
  return { error: meaningless ? 'Specify a valid project ID or key' : 'valid project is required' };
}

export function readIssueType(call: Call, project: Project, value: Json | undefined): Read<NamedId> {
  const { id, name } = isObject(value) ? value : {};
  if (id === undefined && name === undefined) {
    return { error: call.state.isCloud ? 'Specify an issue type' : 'issue type is required' };
  }
  const found = project.issueTypes.find((type) => (id === undefined ? type.name === name : type.id === id));
  if (found !== undefined) return { value: found };
  return { error: call.state.isCloud ? 'Specify a valid issue type' : 'valid issue type is required' };
}

export function readPriority(call: Call, project: Project, value: Json): Read<string | null> {
  if (value === null) return { value: null };
  const { id, name } = isObject(value) ? value : {};
  if (typeof id !== 'string' && typeof name !== 'string') {
    return { error: 'Specify the Priority (id or name) in the string format' };
  }
  const found = project.priorities.find((known) => (typeof id === 'string' ? known.id === id : known.name === name));
  if (found !== undefined) return { value: found.id };
  const named = !call.state.isCloud && typeof id !== 'string';
  return { error: named ? `Priority name '${name}' is not valid` : 'The priority selected is invalid.' };
}

export function readDate(value: Json): Read<Json> {
  if (value === null || (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value))) return { value };
  return { error: `Error parsing date string: ${typeof value === 'string' ? value : JSON.stringify(value)}` };
}

/** Option values may come as `{value}` or `{id}` (position from 10300 on). */
export function readCustomField(call: Call, field: CustomField, value: Json): Read<Json> {
  if (value === null) return field.required ? { error: `${field.name} is required.` } : { value };
  switch (field.type) {
    case 'any':
      return { value };
    case 'number':
      return typeof value === 'number' ? { value } : { error: 'Operation value must be a number' };
    case 'textarea': {
      const text = readRichText(call, value);
      if ('error' in text) return text;
      return { value: text.value.form === 'adf' ? text.value.doc : text.value.text };
    }
    case 'option':
      return readOption(field, value);
    case 'string':
      if (typeof value !== 'string') return { error: 'Operation value must be a string' };
      refuseUnstorable(call, value);
      return value.length > 255
        ? { error: 'The entered text is too long. It exceeds the allowed limit of 255 characters.' }
        : { value };
  }
}

function readOption(field: CustomField, value: Json): Read<Json> {
  if (!isObject(value)) return { error: `Specify a valid 'id' or 'name' for ${field.name}` };
  const position = field.options.findIndex((option, n) => option === value.value || String(10_300 + n) === value.id);
  if (position === -1) return { error: `Option value '${String(value.value ?? value.id ?? '')}' is not valid` };
  return { value: { value: field.options[position] ?? '', id: String(10_300 + position) } };
}
