import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { repoRoot } from './paths.ts';

const Service = z.object({
  command: z.array(z.string()),
  env_file: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  user: z.string().optional(),
  image: z.string(),
  init: z.boolean().default(false),
  pids_limit: z.number().optional(),
  mem_limit: z.string().optional(),
  stop_grace_period: z.string().optional(),
  build: z.object({ args: z.record(z.string(), z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.record(z.string(), z.unknown()).optional(),
});
export type ComposeService = z.infer<typeof Service>;

const ComposeFile = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.object({ file: z.string() })).default({}),
});
export type ComposeFile = z.infer<typeof ComposeFile>;

/** The file as YAML tells it, and with its variables replaced as compose would with `env`. */
export function readCompose(
  name: string,
  env: Readonly<Record<string, string>> = {},
): { asWritten: unknown; raw: unknown; file: ComposeFile } {
  const asWritten: unknown = parse(readFileSync(`${repoRoot}/${name}`, 'utf8'), { merge: true });
  // As compose does it: in the values that YAML found, so that an empty variable stays a text.
  const raw = inStrings(asWritten, (text) => interpolate(text, env));
  return { asWritten, raw, file: ComposeFile.parse(raw) };
}

function inStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => inStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inStrings(item, change)]));
}

/**
 * The forms of compose's variables that our files use: `${NAME:-default}` and `${NAME:?message}`.
 * @throws Error for a required variable that is not set, and for any other form
 */
export function interpolate(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{([^}]*)\}/g, (whole, inside: string) => {
    const [, name = '', form, rest = ''] = /^([A-Z0-9_]+)(:-|:\?)(.*)$/.exec(inside) ?? [];
    if (!form) throw new Error(`${whole}: write it as \${NAME:-default} or \${NAME:?message}`);
    const value = env[name];
    if (value) return value;
    if (form === ':?') throw new Error(`${name}: ${rest}`);
    return rest;
  });
}
