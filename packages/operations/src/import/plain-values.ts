/** Pure: values of a script as those of a rules file: texts with what the event says as templates. */
import type { ImportNote } from './imported.ts';
import type { PyValue } from './python-values.ts';
import { resolved } from './read-script.ts';

export interface Reading {
  readonly constants: ReadonlyMap<string, PyValue>;
  /** Tells of something that is not taken over. */
  readonly note: (note: ImportNote) => void;
}

/** By the name of a field in Jira's API, the key of a route, and by what the value is named within. */
export const NAMED: Readonly<Record<string, { readonly key: string; readonly inner: readonly string[] }>> = {
  project: { key: 'project', inner: ['key', 'id'] },
  issuetype: { key: 'issueType', inner: ['name', 'id'] },
  assignee: { key: 'assignee', inner: ['name', 'accountId', 'id', 'key'] },
  priority: { key: 'priority', inner: ['name', 'id'] },
};

/** `{"name": x}` is x. */
export function innerOf(value: PyValue, inner: readonly string[], { constants }: Reading): PyValue {
  const found = resolved(value, constants) ?? value;
  if (found.kind !== 'dict') return found;
  return found.entries.find(([key]) => inner.includes(key))?.[1] ?? found;
}

/** As a text or a template; null where it is computed in another way, which is noted under `name`. */
export function textOf(value: PyValue, name: string, reading: Reading): string | null {
  const text = template(value, reading);
  if (text === null) reading.note({ code: 'computed', at: null, what: `${name} = ${sourceOf(value)}` });
  return text;
}

function template(value: PyValue, reading: Reading): string | null {
  const found = resolved(value, reading.constants) ?? value;
  if (found.kind === 'text') return literal(found.text);
  if (found.kind === 'number') return found.text;
  if (found.kind === 'field') return `{{ ${found.field} }}`;
  if (found.kind !== 'joined') return null;
  const parts = found.parts.map((part) => template(part, reading));
  return parts.includes(null) ? null : parts.join('');
}

/** A text that Liquid would read is given to it as a text. */
function literal(text: string): string {
  return text.replaceAll(/\{[{%]/g, (open) => `{{ "${open}" }}`);
}

/** As YAML has it; undefined where it is computed, which is noted under `name`. */
export function plainOf(value: PyValue, name: string, reading: Reading): unknown {
  const found = resolved(value, reading.constants) ?? value;
  if (found.kind === 'number') return Number(found.text.replaceAll('_', ''));
  if (found.kind === 'none') return undefined;
  if (found.kind === 'list')
    return found.items.map((item) => plainOf(item, name, reading)).filter((item) => item !== undefined);
  if (found.kind === 'dict') {
    const entries = found.entries.map(([key, entry]) => [key, plainOf(entry, `${name}.${key}`, reading)] as const);
    return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined));
  }
  return textOf(found, name, reading) ?? undefined;
}

function sourceOf(value: PyValue): string {
  if (value.kind === 'unknown') return value.source;
  if (value.kind === 'name') return value.name;
  if (value.kind === 'joined') return value.parts.map(sourceOf).join(' + ');
  if (value.kind === 'lookup') return `${value.dict}[${sourceOf(value.by)}]`;
  if (value.kind === 'field') return value.field;
  return 'text' in value ? JSON.stringify(value.text) : '…';
}
