/** What the OpenAPI documents leave open: which fields we send, in which form, and whether ADF is ADF. */
import adfSchema from '@atlaskit/adf-schema/json-schema/v1/full.json' with { type: 'json' };
import * as draft04 from 'ajv-draft-04';
import { z } from 'zod';
import type { SentRequest } from './openapi.ts';
import type { Dialect } from './relaxed.ts';

type Validate = ((value: unknown) => boolean) & { errors?: { instancePath: string; message?: string }[] | null };
const isAdf = compileAdf();

/** Why a body that holds ADF is refused by Atlassian's own schema of it; empty when it is right. */
export function adfFaults(document: unknown): string[] {
  if (isAdf(document)) return [];
  const found = (isAdf.errors ?? []).map((error) => `description${error.instancePath} ${error.message ?? ''}`);
  return found.slice(0, 5);
}

const Label = z.string().regex(/^\S{1,255}$/);
const shared = {
  project: z.strictObject({ key: z.string().regex(/^[A-Z][A-Z0-9_]+$/) }),
  issuetype: z.strictObject({ name: z.string().min(1) }),
  summary: z
    .string()
    .min(1)
    .max(254)
    .regex(/^[^\r\n]*$/),
  labels: z.array(Label).optional(),
  priority: z.strictObject({ name: z.string().min(1) }).optional(),
};
const Property = z.strictObject({
  key: z.literal('guance-jira'),
  value: z.strictObject({
    v: z.literal(1),
    marker: z.string().regex(/^gj-[0-9a-f]{32}$/),
    eventId: z.string().min(1),
    faultKey: z.string().min(1),
    workspace: z.string(),
    // Under `group: fault`.
    route: z.string().min(1).optional(),
    also: z.array(z.string().regex(/^gj-[0-9a-f]{32}$/)).optional(),
  }),
});
const CreateBody = {
  cloud: z.strictObject({
    fields: z.strictObject({
      ...shared,
      description: z.looseObject({ type: z.literal('doc'), version: z.literal(1) }),
      assignee: z
        .strictObject({ id: z.string().regex(/^[\w:-]{1,128}$/) })
        .nullable()
        .optional(),
    }),
    properties: z.tuple([Property]),
  }),
  datacenter: z.strictObject({
    fields: z.strictObject({
      ...shared,
      description: z.string().min(1).max(32_767),
      // An empty name tells Data Center that nobody shall be assigned.
      assignee: z.strictObject({ name: z.string() }).optional(),
    }),
    properties: z.tuple([Property]),
  }),
} as const;

/** Why a create is not the one that we mean to send; empty for other requests. */
export function createFaults(dialect: Dialect, { method, path, body }: SentRequest): string[] {
  if (method !== 'POST' || !/\/issue$/.test(path)) return [];
  const parsed = CreateBody[dialect].safeParse(body);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const { description } = parsed.data.fields;
  return typeof description === 'string' ? [] : adfFaults(description);
}

/** ajv-draft-04 is CommonJS: its class sits one or two levels deep, depending on who loads it. */
function compileAdf(): Validate {
  let found: unknown = draft04;
  while (typeof found !== 'function') found = Reflect.get(Object(found), 'default');
  return Reflect.construct(found, [{ strict: false }]).compile(adfSchema);
}
