/** Pure: a `jiralert.yml` becomes settings and rules. */
import type { Imported, ImportedSetting, ImportNote } from './imported.ts';
import { KNOWN_KEYS, type Receiver, readJiralert } from './jiralert-file.ts';

export function isJiralert(source: string): boolean {
  return /^['"]?receivers['"]? *:/m.test(source);
}

/** @throws Error where it is no YAML, or no such file */
export function importJiralert(source: string): Imported {
  const file = readJiralert(source);
  const notes: ImportNote[] = [];
  const note = (code: ImportNote['code'], at: string | null, what: string) => notes.push({ code, at, what });
  const { defaults } = file;
  const [first] = file.receivers;
  const env = settingsIn(defaults, first ?? defaults, note);
  if (file.template !== undefined) note('template_file', null, file.template);
  tellOddities(defaults, 'defaults', note);
  const alone = file.receivers.length === 1;
  const routes = file.receivers.map((receiver, index) => {
    const name = receiver.name ?? `receiver ${index + 1}`;
    tellOddities(receiver, name, note);
    if (receiver.api_url !== undefined && receiver.api_url !== (defaults.api_url ?? first?.api_url))
      note('other_access', name, receiver.api_url.replace(/\/\/[^/]*@/, '//'));
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
  const texts = {
    project: plain('project', receiver.project),
    issueType: plain('issue_type', receiver.issue_type),
    summary: plain('summary', receiver.summary),
    description: plain('description', receiver.description),
    priority: plain('priority', receiver.priority),
  };
  const wontFix = plain('wont_fix_resolution', receiver.wont_fix_resolution);
  const labels = receiver.static_labels.filter((label) => plain('static_labels', label) !== undefined);
  const components = receiver.components.filter((name) => plain('components', name) !== undefined);
  const fields = {
    ...(components.length > 0 ? { components: components.map((name) => ({ name })) } : {}),
    ...Object.fromEntries(Object.entries(receiver.fields).flatMap(([key, value]) => fieldOf(key, value, at, note))),
  };
  const options = {
    ...texts,
    labels: labels.length > 0 ? labels : undefined,
    fields: Object.keys(fields).length > 0 ? fields : undefined,
    reopenWithin: durationOf(receiver.reopen_duration, at, note),
    wontFix: wontFix === undefined ? undefined : [wontFix],
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

/** Seconds of what jiralert counts in; ours knows no years and weeks. */
const UNITS: Readonly<Record<string, { readonly seconds: number; readonly as: string; readonly times?: number }>> = {
  y: { seconds: 31_536_000, as: 'd', times: 365 },
  w: { seconds: 604_800, as: 'd', times: 7 },
  d: { seconds: 86_400, as: 'd' },
  h: { seconds: 3600, as: 'h' },
  m: { seconds: 60, as: 'm' },
  s: { seconds: 1, as: 's' },
};
const LONGEST = '3650d';

/** Without one, or with none at all, jiralert reopens always. */
function durationOf(value: string | undefined, at: string, note: Note): string | undefined {
  const [, count = '0', letter = ''] = /^(\d+)(y|w|d|h|m|s)$/.exec(value ?? '') ?? [];
  const unit = UNITS[letter];
  if (unit && Number(count) > 0)
    return Number(count) * unit.seconds > 3650 * 86_400 ? LONGEST : `${Number(count) * (unit.times ?? 1)}${unit.as}`;
  if (value === undefined) return undefined;
  note('reopen_always', at, value);
  return LONGEST;
}

function tellOddities(receiver: Receiver, at: string, note: Note): void {
  if (receiver.reopen_state !== undefined) note('reopen_state', at, receiver.reopen_state);
  if (receiver.add_group_labels) note('group_labels', at, 'add_group_labels');
  if (receiver.other_projects.length > 0) note('other_projects', at, receiver.other_projects.join(', '));
  for (const key of Object.keys(receiver).filter((key) => !KNOWN_KEYS.has(key))) note('unknown_key', at, key);
}
