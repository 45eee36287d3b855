/** Reads what Jira tells of the issues that can be made: createmeta, by pages. */
import { z } from 'zod';
import { expected } from '../adapter.ts';
import type { Choices, CreateSchema, FieldSchema } from '../tracker/records/create-schema.ts';
import type { Transport } from '../transport/transport.ts';
import { fold } from './choices.ts';
import { kindOf } from './kind-of.ts';
import { readSprints } from './read-sprints.ts';

/** A list longer than that is not kept, and no value is judged by it. */
const MAX_CHOICES = 1000;
const MAX_PAGES = 20;
const PAGE_SIZE = 200;

const Choice = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  name: z.string().optional(),
  value: z.string().optional(),
  /** A version, and an option: neither can be chosen any more. */
  archived: z.boolean().optional(),
  disabled: z.boolean().optional(),
});
/** A field as createmeta tells of it. */
export const FieldMeta = z.object({
  fieldId: z.string(),
  name: z.string().default(''),
  required: z.boolean().default(false),
  hasDefaultValue: z.boolean().default(false),
  schema: z
    .object({
      type: z.string().optional(),
      items: z.string().optional(),
      system: z.string().optional(),
      custom: z.string().optional(),
    })
    .default({}),
  allowedValues: z
    .array(Choice.extend({ children: z.array(Choice).optional() }))
    .optional()
    .catch(undefined),
});
const IssueType = z.object({ id: z.string().regex(/^\d+$/), name: z.string() });

/**
 * The schema of issues of this type; null where the project has no such type. Cloud, and Data Center from 8.4.
 * @param slot before each request: waits until it may go
 * @param typeId where it is known
 * @throws JiraFailure
 */
export async function readCreateSchema(
  transport: Transport,
  api: '/rest/api/2' | '/rest/api/3',
  { project, issueType, typeId }: { project: string; issueType: string; typeId?: string | undefined },
  slot: () => Promise<void>,
): Promise<CreateSchema | null> {
  const path = `${api}/issue/createmeta/${encodeURIComponent(project)}/issuetypes`;
  const list = <T>(url: string, name: 'issueTypes' | 'fields', item: z.ZodType<T>) =>
    readList(transport, url, name, item, slot);
  const type = typeId ?? typeNamed(await list(path, 'issueTypes', IssueType), issueType)?.id;
  if (type === undefined) return null;
  const fields = (await list(`${path}/${type}`, 'fields', FieldMeta)).map(fieldSchema);
  const sprint = fields.find(({ kind }) => kind === 'sprint');
  if (sprint !== undefined) sprint.allowed = await readSprints(transport, project, slot);
  return { type, fields };
}

/** Jira takes its name in any case. */
function typeNamed<T extends { name: string }>(types: readonly T[], wanted: string): T | undefined {
  return types.find(({ name }) => name === wanted) ?? types.find(({ name }) => fold(name) === fold(wanted));
}

/** Cloud names its list, Data Center calls it `values`. Either may give fewer than were asked for. */
async function readList<T>(
  { sendRequest }: Transport,
  url: string,
  name: 'issueTypes' | 'fields',
  item: z.ZodType<T>,
  slot: () => Promise<void>,
): Promise<T[]> {
  const Page = z.object({
    total: z.number().optional(),
    isLast: z.boolean().optional(),
    issueTypes: z.array(item).optional(),
    fields: z.array(item).optional(),
    values: z.array(item).optional(),
  });
  const all: T[] = [];
  for (let count = 0; count < MAX_PAGES; count += 1) {
    await slot();
    const answer = await sendRequest({ url, searchParams: { startAt: all.length, maxResults: PAGE_SIZE } });
    const page = expected('meta', Page, answer);
    const items = page[name] ?? page.values ?? [];
    all.push(...items);
    const isLast = page.isLast === true || page.total === undefined || all.length >= page.total;
    if (isLast || items.length === 0) break;
  }
  return all;
}

export function fieldSchema({
  fieldId,
  name,
  required,
  hasDefaultValue,
  schema,
  allowedValues,
}: z.infer<typeof FieldMeta>) {
  const field: FieldSchema = {
    id: fieldId,
    name,
    kind: kindOf(schema),
    required,
    hasDefault: hasDefaultValue,
    allowed: allowedValues === undefined ? null : choicesOf(allowedValues),
  };
  return field;
}

function choicesOf(allowed: NonNullable<z.infer<typeof FieldMeta>['allowedValues']>): Choices | null {
  const all = allowed.filter(isOffered).map(({ children, ...choice }) => ({
    ...choiceOf(choice),
    ...(children === undefined ? {} : { children: children.filter(isOffered).map(choiceOf) }),
  }));
  const count = all.reduce((sum, { children }) => sum + 1 + (children?.length ?? 0), 0);
  return count > MAX_CHOICES ? null : all;
}

function isOffered({ archived, disabled }: z.infer<typeof Choice>): boolean {
  return archived !== true && disabled !== true;
}

function choiceOf({ id, name, value }: z.infer<typeof Choice>) {
  return { id: String(id ?? ''), text: value ?? name ?? '' };
}
