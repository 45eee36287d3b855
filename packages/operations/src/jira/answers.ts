/** Jira's answers to the command line's questions, as far as they are read. */

import type { FieldSchema, Transition } from '@guance-jira/jira';
import { FieldMeta, fieldSchema } from '@guance-jira/jira';
import { z } from 'zod';

export const Account = z.object({
  displayName: z.string().optional(),
  name: z.string().optional(),
  accountId: z.string().optional(),
});
const Project = z.object({ key: z.string() });
export const WholeProject = z.object({ key: z.string(), name: z.string(), projectTypeKey: z.string().optional() });
export const Groups = z.object({ groups: z.array(z.object({ name: z.string() })) });
export const Projects = z.union([
  z.array(Project),
  z.object({ values: z.array(Project) }).transform(({ values }) => values),
]);
export const Permissions = z.object({ permissions: z.record(z.string(), z.object({ havePermission: z.boolean() })) });
const WithName = z.object({ name: z.string() });
export const Named = z.array(WithName);
const User = z.object({
  accountId: z.string().optional(),
  name: z.string().optional(),
  emailAddress: z.string().optional(),
});
export const Users = z.array(User);
export const MarkerProperty = z.object({ value: z.object({ eventId: z.string(), faultKey: z.string() }) });
const Status = z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }).optional() });
export const Found = z.object({
  issues: z.array(
    z.object({ id: z.string(), key: z.string(), fields: z.object({ status: Status.optional() }).default({}) }),
  ),
});
export const StatusesByType = z.array(z.object({ id: z.string(), statuses: z.array(Status) }));
/** Cloud names its list, Data Center calls it `values`. */
const Paged = { total: z.number().optional(), isLast: z.boolean().optional() };
export const IssueTypes = pageOf(
  'issueTypes',
  z.object({ id: z.string(), name: z.string(), subtask: z.boolean().default(false) }),
);
export const Fields = pageOf('fields', FieldMeta);
export const NamedPage = pageOf('values', WithName);

function pageOf<T>(name: string, item: z.ZodType<T>) {
  return z
    .object({ ...Paged, values: z.array(item).optional(), [name]: z.array(item).optional() })
    .transform((page) => ({ total: page.total, items: (Reflect.get(page, name) ?? page.values ?? []) as T[] }));
}

/** Reads pages until all are there. */
export async function pages<T>(
  load: (params: { startAt: number; maxResults: number }) => Promise<{ total: number | undefined; items: T[] }>,
): Promise<T[]> {
  const all: T[] = [];
  for (let count = 0; count < 50; count += 1) {
    const { total, items } = await load({ startAt: all.length, maxResults: 100 });
    all.push(...items);
    if (items.length === 0 || total === undefined || all.length >= total) break;
  }
  return all;
}

export function fieldOf(field: z.infer<typeof FieldMeta>): FieldOnScreen {
  const { allowed: choices, ...rest } = fieldSchema(field);
  const texts = choices?.map(({ text }) => text).filter((text) => text !== '') ?? [];
  return { ...rest, choices, allowed: texts.length === 0 ? null : texts };
}

export function namesOf(list: { name: string }[] | null): string[] | null {
  return list?.map(({ name }) => name) ?? null;
}

export function personParam(deployment: 'cloud' | 'datacenter', person: string): Record<string, string> {
  if (deployment === 'datacenter') return { username: person };
  return person.includes('@') ? { query: person } : { accountId: person };
}

/** E-mails are mostly hidden in Cloud's answers, so the only one found counts too, as it does for the worker. */
export function isPerson(user: z.infer<typeof User>, person: string, found: number): boolean {
  const email = user.emailAddress?.toLowerCase();
  if (person.includes('@') && user.accountId !== undefined)
    return email === person.toLowerCase() || (found === 1 && email === undefined);
  return user.accountId === person || user.name?.toLowerCase() === person.toLowerCase();
}

export function statusOf(status: z.infer<typeof Status> | undefined): Transition['to'] {
  const category = CATEGORIES.find((known) => known === status?.statusCategory?.key) ?? 'new';
  return { name: status?.name ?? '', category };
}

const CATEGORIES = ['new', 'indeterminate', 'done'] as const;

export interface FieldOnScreen extends Omit<FieldSchema, 'allowed'> {
  /** As the worker judges values by them. */
  choices: FieldSchema['allowed'];
  /** Names or values that may be chosen; null where anything goes. */
  allowed: readonly string[] | null;
}
