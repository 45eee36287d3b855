import type { Call } from '../call.ts';
import { arrayOr, isObject, type Json, type JsonObject } from '../json.ts';
import type { Project } from '../state/model.ts';
import { checkFields, type FieldChecks, notOnScreen } from './fields.ts';
import { readLabel } from './text.ts';

/** The `update` part: labels add, remove, set; other fields set. Comments and links are handled where issues are written. */
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
  if (id !== 'labels' || (verb !== 'add' && verb !== 'remove')) {
    checks.errors[id] = `Field with id '${id}' does not support operation '${verb}'`;
    return;
  }
  const label = readLabel(call, value);
  if ('error' in label) {
    checks.errors[id] = label.error;
    return;
  }
  checks.applies.push((issue) => {
    const others = issue.labels.filter((known) => known !== label.value);
    issue.labels = verb === 'add' ? [...others, label.value] : others;
  });
}
