import type { Call } from '../call.ts';
import { visibleIssue } from '../issues/visible.ts';
import { isObject, type Json } from '../json.ts';
import type { Project } from '../state/model.ts';
import type { Read } from './text.ts';

/** `{ key }` or `{ id }` of an issue of the same project. The words are from memory. */
export function readParent(call: Call, project: Project, value: Json): Read<string | null> {
  if (value === null) return { value: null };
  const { key, id } = isObject(value) ? value : {};
  const parent = visibleIssue(call, String(key ?? id ?? ''));
  if (parent === undefined) return { error: 'Could not find issue by id or key.' };
  if (parent.projectKey !== project.key) return { error: 'Issues and sub-tasks must belong to the same project.' };
  return { value: parent.id };
}
