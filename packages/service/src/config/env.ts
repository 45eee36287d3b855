import { z } from 'zod';
import { secretParts } from '../log/secret-forms.ts';
import { misspeltSettings } from './misspelt.ts';

/** All faults of a configuration at once, by variable name and never with a value. Exit code: 78 (EX_CONFIG). */
export class ConfigInvalid extends Error {
  readonly code = 'config_invalid';
  readonly exitCode = 78;
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`configuration: ${problems.length} problem(s)\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigInvalid';
    this.problems = problems;
  }
}

export interface LoadedEnv<T> {
  config: T;
  /** The values of all variables marked secret, and what in them is secret by itself, for redaction. */
  secrets: string[];
}

/**
 * Reads `schema`'s variables from `env`; each may also come as `NAME_FILE`. Both count without their last line end.
 * An empty variable counts as absent, as in compose files that pass `NAME=`. A variable for PEM text takes the path of a file as well.
 * `crossCheck` names faults that concern several variables; it gets the texts as given, so that all faults come at once.
 * @throws ConfigInvalid naming every faulty variable
 */
export function loadEnv<Schema extends z.ZodObject>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
  crossCheck: (values: Readonly<Record<string, string | undefined>>) => string[] = () => [],
): LoadedEnv<z.infer<Schema>> {
  const problems: string[] = [];
  const values: Record<string, string> = {};
  const empty: string[] = [];
  for (const name of Object.keys(schema.shape)) {
    const file = env[`${name}_FILE`];
    if (env[name] && file) problems.push(`${name}: set either ${name} or ${name}_FILE, not both`);
    const isPem = metaOf(schema.shape[name]).pem === true;
    const path = env[name] ? pathIn(env[name], isPem) : file;
    if (path) {
      try {
        const content = withoutMark(readFile(path)).replace(/\r?\n$/, '');
        if (content) values[name] = content;
        else if (isPem) problems.push(`${name}: ${shownPath(path)} is empty`);
        else empty.push(`${name}_FILE: the file is empty`);
      } catch (error) {
        const told = isPem ? shownPath(path) : 'the file';
        problems.push(
          `${name}${env[name] ? '' : '_FILE'}: ${told} cannot be read (${errorCode(error)})${meaningOf(error)}`,
        );
      }
    } else if (env[name]) {
      // A secret of Kubernetes that was made from a file or from standard input has a line end, also as a variable.
      const value = env[name].replace(/\r?\n$/, '');
      if (value) values[name] = value;
    }
  }
  // Read once: to compile a reader for it takes longer than to read it without.
  const parsed = schema.safeParse(values, { jitless: true });
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => describeIssue(issue, values)));
  problems.push(...crossCheck(values));
  if (!parsed.success || problems.length > 0) {
    const misspelt = misspeltSettings(env, Object.keys(schema.shape));
    const said = misspelt.map(({ name, meant }) => `${name}: is read by nobody; did you mean ${meant}?`);
    // An empty file counts as absent; where something is missing, that is why.
    throw new ConfigInvalid([...new Set([...problems, ...empty, ...said])]);
  }
  const secrets = Object.entries(schema.shape)
    .filter(([, field]) => metaOf(field).secret === true)
    .flatMap(([name]) => secretParts(values[name] ?? ''));
  return { config: parsed.data, secrets };
}

/** Splits at commas and line ends; empty parts are dropped. */
export function splitList(text: string): string[] {
  return text
    .split(/[,\r\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function describeIssue(issue: z.core.$ZodIssue, values: Record<string, string>): string {
  const name = String(issue.path[0] ?? '');
  if (name && values[name] === undefined && issue.code === 'invalid_type') return `${name}: is required`;
  // zod's own messages name types and bounds, not values; unions and enums list what is allowed.
  return name ? `${name}: ${issue.message}` : issue.message;
}

function metaOf(field: unknown): z.core.GlobalMeta {
  return (field instanceof z.ZodType ? field.meta() : undefined) ?? {};
}

/** PEM text has a line that begins so; everything else there is meant as the name of a file. */
function pathIn(value: string, isPem: boolean): string | undefined {
  return isPem && !value.includes('-----BEGIN ') && PATH.test(value) ? value : undefined;
}

/** Base64 of a key or a certificate begins with M, so none is taken for a path and shown. */
const PATH = /^(?:[/.~][^\r\n]{0,400}|[^\r\n]{1,400}\.(?:pem|crt|cer|cert|key))$/i;

function shownPath(path: string): string {
  return PATH.test(path) ? path : 'the file';
}

const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: ': there is no such file',
  EISDIR: ': it is a folder',
  EACCES: ': this user may not read it',
};

function meaningOf(error: unknown): string {
  return MEANINGS[errorCode(error)] ?? '';
}

/** Editors on Windows write a byte order mark. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
}
