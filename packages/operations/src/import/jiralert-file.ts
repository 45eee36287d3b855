/** Pure: a `jiralert.yml` as jiralert reads it, which is written in Go: texts are what stands there, whatever they look like. */
import { parse } from 'yaml';
import { z } from 'zod';

const text = z.string().optional();
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
  components: z.array(z.string()).default([]),
  static_labels: z.array(z.string()).default([]),
  fields: z.record(z.string(), z.unknown()).default({}),
  add_group_labels: z.boolean().default(false),
  update_in_comment: z.boolean().default(false),
  other_projects: z.array(z.string()).default([]),
  auto_resolve: z.looseObject({ state: text }).optional(),
});
export type Receiver = z.infer<typeof Receiver>;
const File = z.looseObject({
  defaults: Receiver.default(Receiver.parse({})),
  receivers: z.array(Receiver).min(1),
  template: text,
});
export type JiralertFile = z.infer<typeof File>;

/** @throws Error where it is no YAML, or no such file */
export function readJiralert(source: string): JiralertFile {
  // Of YAML 1.1, as in Go: keys are merged by `<<`, and `yes` is true where that is asked for.
  const kinds: unknown = parse(source, { version: '1.1' });
  const texts: unknown = parse(source, { schema: 'failsafe', merge: true });
  const file = File.safeParse(asWritten(kinds, texts));
  if (file.success) return file.data;
  const [issue] = file.error.issues;
  throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
}

export const KNOWN_KEYS: ReadonlySet<string> = new Set(Object.keys(Receiver.shape));

/** What has a kind of its own in Go; all else is a text. */
const KINDS = new Set(['fields', 'add_group_labels', 'update_in_comment']);

/** `007` is no number and `yes` no truth where a text is wanted; null is nothing. */
function asWritten(kind: unknown, written: unknown): unknown {
  if (Array.isArray(kind)) return kind.map((item, index) => asWritten(item, Reflect.get(Object(written), index)));
  if (typeof kind !== 'object' || kind === null) return typeof written === 'string' ? written : kind;
  const pairs = Object.entries(kind).filter(([, value]) => value !== null);
  return Object.fromEntries(
    pairs.map(([key, value]) => [key, KINDS.has(key) ? value : asWritten(value, Reflect.get(Object(written), key))]),
  );
}
