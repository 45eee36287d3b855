/** What the rules say for the screen that closes an issue. Pure. */
import type { Root } from 'mdast';
import { asPlainText } from '../markdown/read/parse.ts';
import type { IssueRoute } from '../rules/rules.ts';
import type { AlertEvent } from '../source/alert-event.ts';
import { inTimezone } from '../source/read-alert.ts';
import type { People } from './assignee.ts';
import { type FieldValue, fieldsOf, listsOf, wikiFieldsOf } from './custom.ts';

export type ClosingValues = {
  /** By name or id, as the rules have them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Those of them that are written otherwise where text is wiki markup. */
  readonly wikiFields: Readonly<Record<string, string>>;
  /** Those of them that a template has shown as one text and that are a list. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly timezone: string;
  readonly comment: Root | null;
  /** Duty name → account, for the people among the fields. */
  readonly people: People;
  readonly warnings: readonly string[];
};

/** @param event null where none stands behind it, as for the issue of a storm: what depends on one is left out then */
export function closingOf(
  { recover, timezone }: IssueRoute,
  event: AlertEvent | null,
  people: People = {},
): ClosingValues {
  const warnings: string[] = [];
  if (recover === null) return { fields: {}, wikiFields: {}, lists: {}, timezone, comment: null, people, warnings };
  const known = event === null ? nothing : inTimezone(event, timezone);
  const usable =
    event === null ? recover.fields.map(withoutEvent).filter(([, value]) => isFixed(value)) : recover.fields;
  const template = event === null && recover.comment && !isPlain(recover.comment.source) ? null : recover.comment;
  const comment = template?.render(known);
  if (comment?.problem) warnings.push(`recover.comment: ${comment.problem}`);
  return {
    fields: fieldsOf(known, usable, warnings),
    wikiFields: wikiFieldsOf(known, usable),
    lists: listsOf(known, usable),
    timezone,
    comment: comment === undefined || comment.text.trim() === '' ? null : asPlainText(comment.text),
    people,
    warnings,
  };
}

type Field = readonly [string, FieldValue];

/** Nobody chooses out of a list then. */
function withoutEvent([name, value]: Field): Field {
  return value.kind === 'choice' ? [name, { kind: 'constant', value: value.choice.otherwise }] : [name, value];
}

/** Whether it says the same without an event. */
function isFixed(value: FieldValue): boolean {
  switch (value.kind) {
    case 'constant':
      return true;
    case 'choice':
      return isPlain(value.choice.template.source);
    case 'text':
      return isPlain(value.template.source);
    case 'list':
      return value.items.every(isFixed);
    case 'object':
      return value.entries.every(([, item]) => isFixed(item));
  }
}

function isPlain(source: string): boolean {
  return !/\{[{%]/.test(source);
}

/** Never looked into: what is rendered with it has no template. */
const nothing = {} as AlertEvent;
