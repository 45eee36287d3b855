import type { Call } from '../call.ts';
import type { Field, Option } from '../fields/field.ts';
import { isObject, type Json } from '../json.ts';
import type { Read } from './text.ts';

/** Every item of a list; the first that does not fit is told. */
export function each<T extends Json>(value: Json, read: (item: Json) => Read<T>): Read<Json> {
  if (!Array.isArray(value)) return { error: 'data was not an array' };
  const kept: T[] = [];
  for (const item of value) {
    const one = read(item);
    if ('error' in one) return one;
    if (!kept.some((known) => JSON.stringify(known) === JSON.stringify(one.value))) kept.push(one.value);
  }
  return { value: kept };
}

/** `{ value }` or `{ id }`, as in the list of options: upper and lower case differ. */
export function readOption(call: Call, field: Field, value: Json): Read<Json> {
  const option = findOption(call, field, field.options, value);
  return 'error' in option ? option : { value: kept(option.value) };
}

/** A parent, and under `child` one of its own. */
export function readCascade(call: Call, field: Field, value: Json): Read<Json> {
  const parent = findOption(call, field, field.options, value);
  if ('error' in parent) return parent;
  const wanted = isObject(value) ? value.child : undefined;
  if (wanted === undefined || wanted === null) return { value: kept(parent.value) };
  const child = findOption(call, field, parent.value.children, wanted);
  return 'error' in child ? child : { value: { ...kept(parent.value), child: kept(child.value) } };
}

/** A component or version: `{ id }` or `{ name }`. Words of Jira's source: "Component name 'X' is not valid". */
export function readNamedChoice(field: Field, what: string, value: Json): Read<Json> {
  const { id, name } = isObject(value) ? value : {};
  if (typeof id !== 'string' && typeof name !== 'string')
    return { error: "expected Object containing a 'name' property" };
  const found = field.options.find((option) => (typeof id === 'string' ? option.id === id : option.value === name));
  if (found !== undefined) return { value: { id: found.id, name: found.value } };
  return { error: typeof id === 'string' ? `${what} id '${id}' is not valid` : `${what} name '${name}' is not valid` };
}

/** Words: Cloud's from DefectDojo and others ("Specify a valid 'id' or 'name' for Brands"), Data Center's from JiraPS#56 and pycontribs/jira#798. */
function findOption(call: Call, field: Field, options: Option[], given: Json): Read<Option> {
  const { id, value } = isObject(given) ? given : {};
  if (id === undefined && value === undefined) {
    return {
      error: call.state.isCloud
        ? `Specify a valid 'id' or 'name' for ${field.name}`
        : "Could not find valid 'id' or 'value' in the Parent Option object.",
    };
  }
  const offered = options.filter(({ disabled }) => !disabled);
  const found = offered.find((option) => (id === undefined ? option.value === value : option.id === id));
  if (found !== undefined) return { value: found };
  return {
    error: id === undefined ? `Option value '${String(value)}' is not valid` : `Option id '${String(id)}' is not valid`,
  };
}

function kept({ value, id }: Option) {
  return { value, id };
}
