import type { Call } from '../call.ts';
import { isObject, type Json } from '../json.ts';
import type { IssueType, Project } from '../state/model.ts';
import type { Read } from './text.ts';

export function readProject(call: Call, value: Json | undefined): Read<Project> {
  const given = isObject(value) ? (value.id ?? value.key) : undefined;
  const found = [...call.state.projects.values()].find((project) => project.id === given || project.key === given);
  if (found !== undefined) return { value: found };
  if (!call.state.isCloud) return { error: 'project is required' };
  const meaningless = value !== undefined && (typeof given !== 'string' || given === '');
  return { error: meaningless ? 'Specify a valid project ID or key' : 'valid project is required' };
}

export function readIssueType(call: Call, project: Project, value: Json | undefined): Read<IssueType> {
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
