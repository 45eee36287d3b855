import type { Call } from '../call.ts';
import { arrayOr, isObject, type Json, type JsonObject } from '../json.ts';
import type { Project } from '../state/model.ts';
import { checkFields, type FieldChecks, notOnScreen } from './fields.ts';
import { type Read, readLabel } from './text.ts';
import { readTyped } from './typed.ts';

/** The `update` part: set, and add and remove of one item where the field is a list. Comments and links are handled where issues are written. */
export function checkUpdate(
  call: Call,
  project: Project,
  update: JsonObject,
  fields: JsonObject,
  screen: readonly string[],
): FieldChecks {
  const checks: FieldChecks = { errors: {}, applies: [] };
  for (const [id, operations] of Object.entries(update)) {
    if (id === 'comment' || id === 'issuelinks') continue;
    if (id in fields) {
      checks.errors[id] = `Field '${id}' cannot appear in both 'fields' and 'update'`;
      continue;
    }
    for (const operation of arrayOr(operations)) applyOperation(call, project, id, operation, screen, checks);
  }
  return checks;
}

function applyOperation(
  call: Call,
  project: Project,
  id: string,
  operation: Json,
  screen: readonly string[],
  checks: FieldChecks,
): void {
  const [verb = '', value = null] = isObject(operation) ? (Object.entries(operation)[0] ?? []) : [];
  if (verb === 'set') {
    const set = checkFields(call, project, { [id]: value }, screen);
    Object.assign(checks.errors, set.errors);
    checks.applies.push(...set.applies);
    return;
  }
  if (!screen.includes(id)) {
    checks.errors[id] = notOnScreen(id);
    return;
  }
  const field = project.fields.get(id);
  const isList = field?.schema.type === 'array' && field.kind !== 'sprint' && field.kind !== 'issuelinks';
  if (field === undefined || !isList || (verb !== 'add' && verb !== 'remove')) {
    checks.errors[id] = `Field with id '${id}' does not support operation '${verb}'`;
    return;
  }
  const one = id === 'labels' ? readLabel(call, value) : firstOf(readTyped(call, project, field, [value]));
  if ('error' in one) {
    checks.errors[id] = one.error;
    return;
  }
  checks.applies.push((issue) => {
    const known: Json[] = id === 'labels' ? issue.labels : arrayOr(issue.other[id]);
    const others = known.filter((item) => JSON.stringify(item) !== JSON.stringify(one.value));
    const items = verb === 'add' ? [...others, one.value] : others;
    if (id === 'labels') issue.labels = items.map(String);
    else issue.other[id] = items;
  });
}

function firstOf(read: Read<Json>): Read<Json> {
  return 'error' in read ? read : { value: arrayOr(read.value)[0] ?? null };
}
