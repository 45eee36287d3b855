/** What the rules write with an alert's text: fields by their kind, the screen that closes an issue, descriptions of their own. */
import { closingOf, type IssueRoute, parseRules, planFor, type Rules, readAlert } from '@guance-jira/mapping';
import { fitDraft } from '../../../packages/jira/src/schema/fit-draft.ts';
import { alongOf, CLOUD, DATA_CENTER } from '../../../packages/jira/src/screen-fields.ts';
import {
  type CreateSchema,
  FIELD_KINDS,
  type FieldKind,
} from '../../../packages/jira/src/tracker/records/create-schema.ts';
import type { Entry } from './entries.ts';
import { DELIVERY, type Step, step, written } from './steps.ts';

const BODY = 1_000_000;
const DEFAULTS = '{ project: OPS, issueType: Task, group: fault }';
const CHOICES = Array.from({ length: 500 }, (_, index) => ({
  ...{ id: String(index), text: `choice ${index}` },
  children: [{ id: `${index}-1`, text: `part of ${index}` }],
}));

/** As people write them: the standard text in a branch, in a table, in a quote, and the alert's text as Markdown. */
const DESCRIPTIONS = [
  '{{ default }}',
  '# {{ df_title }}\n{{ x }}\n{{ default }}\n{{ x }}',
  '{% if x contains "a" %}{{ default }}{% else %}> {{ x }}{% endif %}',
  '| a | b |\n|---|---|\n| {{ x }} | {{ x | truncate: 50 }} |\n\n{{ default }}',
  '{{ df_message }}\n\n[x]({{ x }})',
];

export const FIELD_ENTRIES: readonly Entry[] = [
  ...FIELD_KINDS.flatMap((kind) =>
    ['{{ x }}', '{{ x | split: "," }}'].map((template) => {
      const rules = rulesOf(`fields: { f: ${JSON.stringify(template)} }`);
      return {
        name: `field that is a ${kind}: ${template}`,
        most: BODY,
        steps: (text: string) => ofField(text, rules, schemaOf(kind)),
      };
    }),
  ),
  ...FIELD_KINDS.map((kind) => ({
    ...{ name: `closing screen: ${JSON.stringify(kind)}`, most: BODY },
    steps: (text: string) => ofClosing(text, kind),
  })),
  ...DESCRIPTIONS.map((source) => {
    const rules = rulesOf(`description: ${JSON.stringify(source)}`);
    return { name: `description ${source}`, most: BODY, steps: (text: string) => ofDescription(text, rules) };
  }),
];

const closing = rulesOf('recover: { transition: [Done], fields: { f: "{{ x }}" }, comment: "{{ x }}" }');

function* ofField(text: string, rules: Rules, schema: CreateSchema): Generator<Step, void, unknown> {
  const event = readAlert({ df_event_id: 'e', df_status: 'critical', df_title: 't', x: text }, DELIVERY);
  const plan = yield* step(() => planFor(event, rules));
  if (plan.action !== 'open') return;
  for (const dialect of ['cloud', 'datacenter'] as const)
    yield* step(() => JSON.stringify(fitDraft(plan.draft, schema, dialect).draft.fields));
}

function* ofClosing(text: string, kind: FieldKind): Generator<Step, void, unknown> {
  const event = readAlert({ df_event_id: 'e', df_status: 'ok', x: text }, DELIVERY);
  const route = closing.routes.find(({ kind }) => kind === 'issue') as IssueRoute;
  const { fields, wikiFields, lists, comment } = yield* step(() => closingOf(route, event));
  const field = { id: 'f', name: 'f', required: true, kind, allowed: CHOICES };
  const given = { field, value: fields.f, wiki: wikiFields.f, items: lists.f };
  for (const dialect of [CLOUD, DATA_CENTER])
    yield* step(() =>
      JSON.stringify(
        alongOf(
          {
            fields: [given],
            ...(comment === null
              ? {}
              : { comment: { body: comment, audience: { internal: false, visibility: null } } }),
          },
          dialect,
        ),
      ),
    );
}

function* ofDescription(text: string, rules: Rules): Generator<Step, void, unknown> {
  const event = readAlert(
    { df_event_id: 'e', df_status: 'critical', df_title: text, df_message: 'm', x: text },
    DELIVERY,
  );
  const plan = yield* step(() => planFor(event, rules));
  if (plan.action === 'open') yield* written(plan.draft.description);
}

function rulesOf(more: string): Rules {
  return parseRules(`defaults: ${DEFAULTS}\nroutes:\n  - name: r\n    ${more}\n`, more);
}

function schemaOf(kind: (typeof FIELD_KINDS)[number]): CreateSchema {
  return { type: '1', fields: [{ id: 'f', name: 'f', kind, required: true, hasDefault: false, allowed: CHOICES }] };
}
