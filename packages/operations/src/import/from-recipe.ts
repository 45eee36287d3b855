/** Pure: a script after Guance's recipe (DataFlux Func) becomes settings and rules. */
import type { Imported, ImportedSetting, ImportNote } from './imported.ts';
import { lookupsOf, rulesBy } from './lookup-routes.ts';
import { innerOf, NAMED, plainOf, type Reading, textOf } from './plain-values.ts';
import type { PyValue } from './python-values.ts';
import { readScript, resolved } from './read-script.ts';

export function importRecipe(source: string): Imported {
  const script = readScript(source);
  const notes: ImportNote[] = script.notUnderstood.map(({ line, text }) => ({
    code: 'line',
    at: null,
    line,
    what: withoutTexts(text),
  }));
  const reading: Reading = { constants: script.constants, note: (note) => notes.push(note) };
  const env = settingsIn(script.access, reading);
  if (script.fields === null) notes.push({ code: 'not_found', at: null, what: 'create_issue' });
  const fields = script.fields ?? new Map<string, PyValue>();
  const lookups = lookupsOf(fields, reading);
  const base = { name: 'everything', ...optionsIn(fields, reading) };
  const rules = rulesBy(lookups, base, reading);
  const unused = [...script.constants].filter(
    ([name, value]) => value.kind === 'dict' && !lookups.some(({ dict }) => dict === name) && !isUsed(name, source),
  );
  for (const [name] of unused) notes.push({ code: 'unused_dictionary', at: null, what: name });
  const secrets = secretsIn(env, script.constants);
  return { from: 'recipe', env, rules, notes: notes.map((note) => ({ ...note, what: without(secrets, note.what) })) };
}

/** What stands in a comment must be none: rules are shown around. */
function secretsIn(env: readonly ImportedSetting[], constants: ReadonlyMap<string, PyValue>): string[] {
  const ofEnv = env.filter(({ secret, value }) => secret && value !== '').map(({ value }) => value);
  const others = [...constants].flatMap(([name, value]) =>
    value.kind === 'text' && /pass|secret|token|(api|access|private)_?key/i.test(name) ? [value.text] : [],
  );
  return [...ofEnv, ...others].filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
}

/** In a line of any kind any text may be a secret: only words, and texts of other letters, are shown as they are. */
function withoutTexts(line: string): string {
  return line.replaceAll(/(["'])((?:(?!\1)[^\\]|\\.)*)\1/g, (quoted, mark: string, text: string) => {
    const host = /^https?:\/\/[^/?#@]*(?=[/?#])/.exec(text)?.[0];
    if (host !== undefined) return `${mark}${host}/…${mark}`;
    return text.length < 8 || /^[a-z_]+$/i.test(text) || /^[^\x21-\x7e]+$/.test(text) ? quoted : `${mark}…${mark}`;
  });
}

function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, '…'), text);
}

function isUsed(name: string, source: string): boolean {
  return source.split(new RegExp(`\\b${name}\\b`)).length > 2;
}

function settingsIn(access: ReadonlyMap<string, PyValue>, reading: Reading): ImportedSetting[] {
  const server = access.get('server') ?? named(reading, 'jira_server', 'jira_url', 'server', 'url');
  const basic = resolved(access.get('basic_auth') ?? access.get('auth'), reading.constants);
  const [user, password] = basic?.kind === 'list' ? basic.items : [];
  const token = access.get('token_auth');
  const url = settingOf('JIRA_URL', server, false, reading);
  const login = password ?? named(reading, 'password', 'api_token', 'token');
  const address = { ...url, value: url.value.replace(/\/+$/, '') };
  if (token) return [address, settingOf('JIRA_TOKEN', token, true, reading)];
  // Cloud takes no passwords: what stands there is a token.
  const name = /\.atlassian\.net$/.test(address.value) ? 'JIRA_TOKEN' : 'JIRA_PASSWORD';
  const who = settingOf('JIRA_USER', user ?? named(reading, 'username', 'user', 'email'), false, reading);
  return [address, who, settingOf(name, login, true, reading)];
}

function named({ constants }: Reading, ...names: readonly string[]): PyValue | undefined {
  const found = [...constants].find(([name]) => names.includes(name.toLowerCase()));
  return found?.[1];
}

function settingOf(
  name: string,
  value: PyValue | undefined,
  secret: boolean,
  { constants, note }: Reading,
): ImportedSetting {
  const found = resolved(value, constants);
  const text = found?.kind === 'text' ? found.text : '';
  const variable = found?.kind === 'unknown' ? /(?:environ|getenv)\W+(\w+)/.exec(found.source)?.[1] : undefined;
  if (variable !== undefined) note({ code: 'from_environment', at: name, what: variable });
  else if (text === '') note({ code: 'not_found', at: name, what: name });
  else if (/x{4,}/i.test(text)) note({ code: 'placeholder', at: name, what: secret ? '' : text });
  return { name, value: text, secret };
}

const AS_IT_IS: Readonly<Record<string, string>> = { summary: '{{ df_title }}', description: '{{ df_message }}' };

/** What a route says of an issue; what hangs on a dictionary of the script is left to `routesBy`. */
function optionsIn(fields: ReadonlyMap<string, PyValue>, reading: Reading): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [name, value] of fields) {
    const known = NAMED[name];
    if (known) {
      const inner = innerOf(value, known.inner, reading);
      if (resolved(inner, reading.constants)?.kind === 'lookup') continue;
      const text = textOf(inner, name, reading);
      if (text !== null) options[known.key] = text;
    } else if (name in AS_IT_IS) {
      const text = textOf(value, name, reading);
      // The standard texts have these, and more.
      if (text !== null && text !== AS_IT_IS[name]) options[name] = text;
    } else {
      const plain = plainOf(value, name, reading);
      if (plain !== undefined) (name === 'labels' ? options : others)[name] = plain;
    }
  }
  return Object.keys(others).length === 0 ? options : { ...options, fields: others };
}
