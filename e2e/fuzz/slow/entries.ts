/** Every place to which the text of an alert gets. */
import { asPlainText, parseRules, planFor, readAlert } from '@guance-jira/mapping';
import { cleanOutput } from '../../../apps/cli/src/command-line/clean-output.ts';
import type { Messages } from '../../../packages/operations/src/index.ts';
import { redactText } from '../../../packages/service/src/log/redact.ts';
import { DOOR_ENTRIES } from './door-entries.ts';
import { FIELD_ENTRIES } from './field-entries.ts';
import { DELIVERY, ofBody, ofComments, ofEvent, ofLog, SECRETS, type Step, written } from './steps.ts';
import { TEMPLATES } from './templates.ts';

export interface Entry {
  readonly name: string;
  /** The longest text that gets so far, in UTF-16 units: a body has at most 1 MiB. */
  readonly most: number;
  readonly steps: (text: string) => Generator<Step, void, unknown>;
}

const BODY = 1_000_000;
const eventOf = (df_title: string) => ({ df_title, df_status: 'x' });
const matching = parseRules(manyRoutes(), 'matching');
const filters = TEMPLATES.map((template) => ({ template, rules: parseRules(rulesWith(template), template) }));

/** @param messages with the thread in which a text that may take long is parsed; what it costs there is not counted */
export function entriesFor(messages: Messages): Entry[] {
  return [
    { name: 'message', most: 60_000, steps: (text) => ofEvent({ df_message: text }, messages) },
    { name: 'long message', most: BODY, steps: (text) => ofEvent({ df_message: text }, messages) },
    { name: 'plain message', most: 60_000, steps: (text) => written(asPlainText(text)) },
    ...[...FIELDS, 'x'].map((field) => ({
      ...{ name: `field ${field}`, most: BODY },
      steps: (text: string) => ofEvent({ df_message: 'm', [field]: text }, messages),
    })),
    { name: 'message of lines', most: BODY, steps: (text) => ofEvent({ df_message: lines(text) }, messages) },
    { name: 'message of an object', most: BODY, steps: (text) => ofEvent({ df_message: pieces(text) }, messages) },
    {
      name: 'words that are no text',
      most: BODY,
      steps: (text) =>
        ofEvent({ df_title: lines(text), df_event_reason: pieces(text), Result: pieces(text) }, messages),
    },
    { name: 'title and tags', most: BODY, steps: (text) => ofEvent(titleAndTags(text), messages) },
    {
      name: 'threshold',
      most: BODY,
      steps: (text) => ofEvent({ df_check_condition: { operator: text, operands: lines(text) } }, messages),
    },
    { name: 'placeholders', most: BODY, steps: (text) => ofEvent(withPlaceholders(text), messages) },
    { name: 'many tags', most: BODY, steps: (text) => ofEvent({ df_dimension_tags: pieces(text) }, messages) },
    {
      name: 'tags as text',
      most: BODY / 2,
      steps: (text) => ofEvent({ df_dimension_tags: JSON.stringify(pieces(text)) }, messages),
    },
    { name: 'many labels', most: BODY, steps: (text) => ofEvent({ df_label: Object.values(pieces(text)) }, messages) },
    {
      name: 'name of a field',
      most: BODY,
      steps: (text) => ofEvent({ [text]: 'x', df_dimension_tags: { [text]: 'y' } }, messages),
    },
    { name: 'body', most: BODY, steps: (text) => ofBody(text, (body) => body) },
    {
      name: 'event in a body',
      most: BODY,
      steps: (text) => ofBody(text, (df_title) => JSON.stringify({ df_title, df_message: SECRETS[0] })),
    },
    {
      name: 'id in a body',
      most: BODY,
      steps: (text) => ofBody(text, (df_event_id) => JSON.stringify({ df_event_id, df_status: 'ok' })),
    },
    {
      name: 'many events in a body',
      most: BODY,
      steps: (text) => ofBody(text, (titles) => JSON.stringify(Object.values(pieces(titles)).map(eventOf))),
    },
    { name: 'log line', most: BODY, steps: (text) => ofLog(text) },
    {
      name: 'words of others',
      most: BODY,
      steps: function* (text) {
        yield () => redactText(text, SECRETS);
      },
    },
    {
      name: 'output',
      most: BODY,
      steps: function* (text) {
        yield () => cleanOutput(text, SECRETS);
      },
    },
    ...filters.map(({ template, rules }) => ({
      ...{ name: `template ${template}`, most: BODY },
      steps: function* (text: string) {
        const event = readAlert({ df_status: 'critical', x: text }, DELIVERY);
        yield () => planFor(event, rules);
      },
    })),
    {
      name: 'match',
      most: BODY,
      steps: function* (text) {
        const event = readAlert({ df_status: 'critical', x: text }, DELIVERY);
        yield () => planFor(event, matching);
      },
    },
    {
      name: 'match of a list',
      most: BODY,
      steps: function* (text) {
        const event = readAlert({ df_status: 'critical', x: Object.values(pieces(text)) }, DELIVERY);
        yield () => planFor(event, matching);
      },
    },
    { name: 'comments', most: BODY, steps: (text) => ofComments(text) },
    ...DOOR_ENTRIES,
    ...FIELD_ENTRIES,
  ];
}

const FIELDS = [
  ...[
    'df_title',
    'df_event_id',
    'df_fault_id',
    'df_status',
    'df_event_reason',
    'df_event_link',
    'df_label',
    'df_language',
  ],
  ...['df_dimension_tags', 'df_monitor_checker_name', 'df_monitor_checker_id', 'df_monitor_checker_event_ref'],
  ...['df_monitor_checker_value', 'df_workspace_name', 'df_workspace_uuid', 'df_site_name', 'timestamp', 'df_source'],
];

/** Ten thousand entries at most, as many as the text is long. */
function pieces(text: string): Record<string, string> {
  const size = Math.max(Math.ceil(text.length / 10_000), 10);
  const entries: [string, string][] = [];
  for (let at = 0; at < text.length; at += size) entries.push([`k${at}`, text.slice(at, at + size)]);
  return Object.fromEntries(entries);
}

function lines(text: string): string[] {
  return Object.values(pieces(text));
}

/** A title with placeholders, and tags that may stand in it. */
function titleAndTags(text: string): Record<string, unknown> {
  const [df_title, rest] = [text.slice(0, text.length / 4), text.slice(text.length / 4)];
  return { df_title, df_dimension_tags: { host: rest.slice(0, 250_000), a: rest, ...pieces(rest.slice(500_000)) } };
}

/** The name of a monitor is a template: half of the text is the name, and half the value that is filled in. */
function withPlaceholders(text: string): Record<string, unknown> {
  const half = Math.floor(text.length / 2);
  return { df_monitor_checker_name: text.slice(0, half), host: text.slice(half), a: text.slice(half) };
}

function rulesWith(template: string): string {
  return `defaults: { project: OPS, issueType: Task, group: fault }
routes:
  - name: r
    summary: ${JSON.stringify(template)}
    labels: [${JSON.stringify(template)}]
    fields: { customfield_1: ${JSON.stringify(template)} }
`;
}

/** As many routes as large teams have, each with patterns of the kinds that people write. */
function manyRoutes(): string {
  const match = (index: number) =>
    `{ x: ["*disk*usage*${index}", "/(CPU|memory|磁盘).*(high|过高)${index}/i", "/^(a|b)*c${index}$/", "!*test*"], df_title: "/RDS|MySQL/" }`;
  const route = (index: number) => `  - { name: r${index}, match: ${match(index)} }\n`;
  return `defaults: { project: OPS, issueType: Task, group: fault }
routes:
${Array.from({ length: 100 }, (_, index) => route(index)).join('')}`;
}
