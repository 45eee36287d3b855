/** Pure: what a value of the rules gives, whatever an event holds. */
import { type IssueRoute, namesIn } from '@guance-jira/mapping';

type Value = IssueRoute['fields'][number][1];

/** Whatever the rules may give whose words do not depend on the event. */
export function constantsOf(value: Value): unknown[] {
  if (value.kind === 'choice') return namesIn(value.choice);
  const constant = constantOf(value);
  return constant === null ? [] : [constant.value];
}

/** Null where an event decides. */
function constantOf(value: Value): { value: unknown } | null {
  if (value.kind === 'constant') return value;
  if (value.kind === 'choice') return null;
  if (value.kind === 'text') {
    const { source } = value.template;
    return /\{[{%]/.test(source) ? null : { value: source };
  }
  const parts = value.kind === 'list' ? value.items.map(constantOf) : value.entries.map(([, item]) => constantOf(item));
  if (parts.includes(null)) return null;
  const values = parts.map((part) => part?.value);
  if (value.kind === 'list') return { value: values };
  return { value: Object.fromEntries(value.entries.map(([key], index) => [key, values[index]])) };
}
