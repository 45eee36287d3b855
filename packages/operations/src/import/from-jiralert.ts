/** Pure: a `jiralert.yml` becomes settings and rules. */
import { parse } from 'yaml';
import { z } from 'zod';
import type { Imported, ImportedSetting, ImportNote } from './imported.ts';

const text = z.coerce.string().optional();
const Receiver = z.looseObject({
  name: text,
  api_url: text,
  user: text,
  password: text,
  personal_access_token: text,
  project: text,
  issue_type: text,
  summary: text,
  description: text,
  priority: text,
  reopen_state: text,
  reopen_duration: text,
  wont_fix_resolution: text,
  components: z.array(z.coerce.string()).default([]),
  static_labels: z.array(z.coerce.string()).default([]),
  fields: z.record(z.string(), z.unknown()).default({}),
  add_group_labels: z.boolean().default(false),
  update_in_comment: z.boolean().default(false),
  other_projects: z.array(z.coerce.string()).default([]),
  auto_resolve: z.looseObject({ state: text }).optional(),
});
type Receiver = z.infer<typeof Receiver>;
const File = z.looseObject({ defaults: Receiver.optional(), receivers: z.array(Receiver).min(1), template: text });

export function isJiralert(source: string): boolean {
  return /^receivers:/m.test(source);
}

/** @throws Error where it is no YAML, or no such file */
export function importJiralert(source: string): Imported {
  const file = File.parse(parse(source));
  const notes: ImportNote[] = [];
  const note = (code: ImportNote['code'], at: string | null, what: string) => notes.push({ code, at, what });
  const defaults = file.defaults ?? Receiver.parse({});
  const [first] = file.receivers;
  const env = settingsIn(defaults, first ?? defaults, note);
  if (file.template !== undefined) note('template_file', null, file.template);
  tellOddities(defaults, 'defaults', note);
  const alone = file.receivers.length === 1;
  const routes = file.receivers.map((receiver, index) => {
    const name = receiver.name ?? `receiver ${index + 1}`;
    tellOddities(receiver, name, note);
    if (receiver.api_url !== undefined && receiver.api_url !== (defaults.api_url ?? first?.api_url))
      note('other_access', name, receiver.api_url);
    if (!alone) note('receiver', name, name);
    const own = optionsIn(merged(defaults, receiver), name, note);
    // Alertmanager chose the receiver; this match fits nothing until somebody says what is meant.
    return { name, ...(alone ? {} : { match: { 'tags.receiver': name } }), ...own };
  });
  const { name: _, match: __, ...fallback } = routes[0] ?? { name: '', match: {} };
  return {
    from: 'jiralert',
    env,
    rules: { defaults: { group: 'fault' }, routes, ...(alone ? {} : { fallback: placeOf(fallback) }) },
    notes,
  };
}

type Note = (code: ImportNote['code'], at: string | null, what: string) => void;

/** What another project would refuse is not for the fallback. */
function placeOf({ project, issueType }: Record<string, unknown>): Record<string, unknown> {
  return { project, issueType };
}

/** As jiralert does: lists of labels are joined, `fields` by name, all else is the receiver's own or the default. */
function merged(defaults: Receiver, receiver: Receiver): Receiver {
  const own = Object.fromEntries(
    Object.entries(receiver).filter(([, value]) => value !== undefined && !isEmpty(value)),
  );
  return {
    ...defaults,
    ...own,
    fields: { ...defaults.fields, ...receiver.fields },
    static_labels: [...new Set([...receiver.static_labels, ...defaults.static_labels])],
  };
}

function isEmpty(value: unknown): boolean {
  return value === false || (Array.isArray(value) && value.length === 0);
}

function settingsIn(defaults: Receiver, first: Receiver, note: Note): ImportedSetting[] {
  const setting = (name: string, value: string | undefined, secret: boolean): ImportedSetting => {
    const variable = /^\$\((\w+)\)$/.exec(value ?? '')?.[1];
    if (variable !== undefined) note('from_environment', name, variable);
    else if (!value) note('not_found', name, name);
    return { name, value: variable === undefined ? (value ?? '') : '', secret };
  };
  const url = (first.api_url ?? defaults.api_url ?? '').replace(/\/+$/, '');
  const token = first.personal_access_token ?? defaults.personal_access_token;
  const address = setting('JIRA_URL', url, false);
  if (token !== undefined) return [address, setting('JIRA_TOKEN', token, true)];
  // Cloud takes no passwords: what stands there is a token.
  const login = /\.atlassian\.net$/.test(url) ? 'JIRA_TOKEN' : 'JIRA_PASSWORD';
  return [
    address,
    setting('JIRA_USER', first.user ?? defaults.user, false),
    setting(login, first.password ?? defaults.password, true),
  ];
}

function optionsIn(receiver: Receiver, at: string, note: Note): Record<string, unknown> {
  const plain = (key: string, value: string | undefined) => {
    if (value === undefined || !value.includes('{{')) return value;
    note('go_template', at, key);
    return undefined;
  };
  const fields = {
    ...(receiver.components.length > 0 ? { components: receiver.components.map((name) => ({ name })) } : {}),
    ...Object.fromEntries(Object.entries(receiver.fields).flatMap(([key, value]) => fieldOf(key, value, at, note))),
  };
  const options = {
    project: receiver.project,
    issueType: receiver.issue_type,
    summary: plain('summary', receiver.summary),
    description: plain('description', receiver.description),
    priority: plain('priority', receiver.priority),
    labels: receiver.static_labels.length > 0 ? receiver.static_labels : undefined,
    fields: Object.keys(fields).length > 0 ? fields : undefined,
    reopenWithin: durationOf(receiver.reopen_duration, at, note),
    wontFix: receiver.wont_fix_resolution === undefined ? undefined : [receiver.wont_fix_resolution],
    recover: receiver.auto_resolve?.state ? { transition: [receiver.auto_resolve.state, 'category:done'] } : undefined,
    comments: receiver.update_in_comment ? { throttle: '5m' } : undefined,
  };
  if (receiver.update_in_comment) note('update_in_comment', at, '5m');
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function fieldOf(key: string, value: unknown, at: string, note: Note): [string, unknown][] {
  if (!JSON.stringify(value).includes('{{')) return [[key, value]];
  note('go_template', at, `fields.${key}`);
  return [];
}

const UNITS: Readonly<Record<string, string>> = { y: 'd', w: 'd', d: 'd', h: 'h', m: 'm', s: 's' };
const TIMES: Readonly<Record<string, number>> = { y: 365, w: 7 };

/** Without one, or with none at all, jiralert reopens always. */
function durationOf(value: string | undefined, at: string, note: Note): string | undefined {
  const [, count = '0', unit = ''] = /^(\d+)(y|w|d|h|m|s)$/.exec(value ?? '') ?? [];
  if (Number(count) > 0) return `${Math.min(Number(count) * (TIMES[unit] ?? 1), 3650)}${UNITS[unit] ?? 's'}`;
  if (value === undefined) return undefined;
  note('reopen_always', at, value);
  return '3650d';
}

const KNOWN = new Set(Object.keys(Receiver.shape));

function tellOddities(receiver: Receiver, at: string, note: Note): void {
  if (receiver.reopen_state !== undefined) note('reopen_state', at, receiver.reopen_state);
  if (receiver.add_group_labels) note('group_labels', at, 'add_group_labels');
  if (receiver.other_projects.length > 0) note('other_projects', at, receiver.other_projects.join(', '));
  for (const key of Object.keys(receiver).filter((key) => !KNOWN.has(key))) note('unknown_key', at, key);
}
