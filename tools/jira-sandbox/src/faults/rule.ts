import { z } from 'zod';
import { pageNames } from './pages.ts';

export const kinds = [
  'any',
  'create',
  'search',
  'comment',
  'attachment',
  'transition',
  'myself',
  'get',
  'edit',
  'delete',
  'property',
  'assign',
  'watch',
  'link',
  'meta',
  'token',
] as const;
export type RouteKind = Exclude<(typeof kinds)[number], 'any'>;

const When = z.enum(['before', 'after']);
const Headers = z.record(z.string(), z.string());

const Respond = z.object({
  status: z.number().int().min(100).max(599),
  headers: Headers.optional(),
  body: z.json().optional(),
});

/** Names that need no settings; `{ "<name>": true }` means the same. */
const Bare = z.enum(['pass', 'resetBefore', 'resetAfter', 'truncate', 'truncateJson', 'html200', 'empty', 'hang']);

const Detailed = z.union([
  z.strictObject({ respond: Respond, when: When.default('before') }),
  z.strictObject({ page: z.union([z.enum(pageNames), Respond]), when: When.default('before') }),
  z.strictObject({ hang: When }),
  z.strictObject({ html200: When }),
  z.strictObject({ empty: When }),
  z.strictObject({ delayMs: z.number().nonnegative(), when: When.default('after') }),
  z.strictObject({
    redirect: z.object({ status: z.number().int().min(300).max(399).default(302), location: z.string() }),
    when: When.default('before'),
  }),
  z.strictObject({ lateCommit: z.object({ ms: z.number().nonnegative(), keyAtOnce: z.boolean().default(false) }) }),
  z.strictObject({ slowBody: z.object({ ms: z.number().nonnegative() }) }),
]);

export const FaultAction = z.preprocess(unwrapBare, z.union([Bare, Detailed]));
export type FaultAction = z.infer<typeof FaultAction>;

const Made = z.strictObject({
  unseenForMs: z.number().nonnegative().optional(),
  visibleTo: z.array(z.string()).optional(),
  skipKeys: z.number().int().nonnegative().optional(),
});

export const FaultRule = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional().describe('a kind of request (create, search, …) or a regular expression on the path'),
  body: z.string().optional().describe('a regular expression on the body: what concerns one request among its like'),
  times: z.union([z.number().int().positive(), z.literal('forever')]).default(1),
  probability: z.number().min(0).max(1).default(1),
  /** Lets that many matching requests pass first. */
  skip: z.number().int().nonnegative().default(0),
  action: FaultAction,
  /** What becomes of the issue of a create that is carried out. */
  made: Made.optional(),
});
export type FaultRule = z.infer<typeof FaultRule>;
export type FaultRuleInput = {
  method?: string | undefined;
  path?: string | undefined;
  body?: string | undefined;
  times?: number | 'forever' | undefined;
  probability?: number | undefined;
  skip?: number | undefined;
  action: FaultActionInput;
  made?: z.infer<typeof Made> | undefined;
};
export type FaultActionInput = z.input<typeof Bare> | z.input<typeof Detailed> | Record<string, true>;

function unwrapBare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [entry, ...more] = Object.entries(value);
  return entry !== undefined && more.length === 0 && entry[1] === true ? entry[0] : value;
}
