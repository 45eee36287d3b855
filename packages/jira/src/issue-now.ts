/** What Jira says about one existing issue, in our words; alike for Cloud and Data Center. */
import { z } from 'zod';
import { expected } from './adapter.ts';
import { PROPERTY_KEY } from './fields.ts';
import { Named, Status, statusOf, timeOf } from './issue-fields.ts';
import { screenOf } from './screen-fields.ts';
import type { IssueNow } from './tracker/records/issues.ts';
import type { Transition } from './tracker/records/transitions.ts';

/**
 * The issue of an answer to `now`.
 * @param accounts ids or names of ours; asked for only when somebody has changed the priority, or a field that is followed
 * @param followed ids and names of fields
 */
export async function issueNow(
  answer: unknown,
  accounts: () => Promise<ReadonlySet<string>>,
  followed: readonly string[] = [],
): Promise<IssueNow> {
  const { id, key, fields, changelog, properties } = expected('get', Issue, answer);
  const changes = (changelog?.histories ?? []).flatMap(({ author, created, items }) =>
    items.map(({ field, fieldId }) => ({
      field,
      fieldId,
      by: author?.accountId ?? author?.name ?? 'somebody',
      at: timeOf(created),
    })),
  );
  const statusChanges = changes.filter(({ field }) => field === 'status').map(({ by, at }) => ({ by, at: at ?? 0 }));
  const moves = statusChanges.map(({ at }) => at);
  const hands = changes.filter(({ field }) => field === 'priority').map(({ by }) => by);
  const theirs = await changedByOthers(changes, followed, accounts);
  const property = Property.safeParse(properties?.[PROPERTY_KEY]);
  return {
    id,
    key,
    typeId: fields.issuetype?.id,
    status: statusOf(fields.status),
    resolution: fields.resolution?.name ?? null,
    resolvedAt: timeOf(fields.resolutiondate),
    statusChangedAt: moves.length > 0 ? Math.max(...moves) : null,
    ...(moves.length === 0 ? {} : { statusChanges }),
    historyIsWhole: isWhole(changelog),
    priority: fields.priority?.name ?? null,
    priorityIsTheirs: hands.length > 0 && (await othersThan(accounts, hands)),
    ...(theirs.length === 0 ? {} : { theirs }),
    property: property.success ? property.data : null,
  };
}

/**
 * Cloud gives the newest hundred, where `total` may be the number of those that are given. Of a search it gives forty, and has told
 * nobody before: fewer are surely all. https://jira.atlassian.com/browse/JRACLOUD-96459
 */
function isWhole(changelog: z.infer<typeof Issue>['changelog']): boolean {
  if (changelog === undefined) return false;
  const { histories, total = 0 } = changelog;
  return histories.length < 40 && total <= histories.length;
}

export function transitionsIn(answer: unknown): Transition[] {
  return expected('transitions', Transitions, answer).transitions.map(({ id, name, to, fields }) => {
    const resolution = Resolution.safeParse(fields?.resolution).data;
    return {
      ...{ id, name, to: statusOf(to) },
      resolution: resolution
        ? {
            required: resolution.required ?? false,
            allowed: (resolution.allowedValues ?? []).map((value) => value.name),
          }
        : null,
      screen: screenOf(fields ?? {}),
    };
  });
}

/** Those of an issue type; of all where the answer does not know it. */
export function statusesIn(answer: unknown, typeId?: string): Transition['to'][] {
  const types = expected('project', Statuses, answer);
  const own = types.filter(({ id }) => typeId !== undefined && id === typeId);
  return (own.length > 0 ? own : types).flatMap(({ statuses }) => statuses.map(statusOf));
}

interface Change {
  field: string;
  fieldId?: string | undefined;
  by: string;
}

/** Data Center tells the name alone, and some names not as the screen has them. */
async function changedByOthers(
  changes: readonly Change[],
  followed: readonly string[],
  accounts: () => Promise<ReadonlySet<string>>,
): Promise<string[]> {
  const isOf = ({ field, fieldId }: Change, name: string) =>
    fieldId === name || field.toLowerCase() === (HISTORY_NAMES[name] ?? name).toLowerCase();
  const touched = changes.filter((change) => followed.some((name) => isOf(change, name)));
  if (touched.length === 0) return [];
  const ours = await accounts();
  const byOthers = touched.filter(({ by }) => !ours.has(by));
  return followed.filter((name) => byOthers.some((change) => isOf(change, name)));
}

const HISTORY_NAMES: Readonly<Record<string, string>> = {
  components: 'Component',
  fixVersions: 'Fix Version',
  versions: 'Version',
};

async function othersThan(accounts: () => Promise<ReadonlySet<string>>, hands: readonly string[]): Promise<boolean> {
  const ours = await accounts();
  return hands.some((hand) => !ours.has(hand));
}

const Issue = z.object({
  id: z.string().regex(/^\d+$/),
  key: z.string().regex(/^[A-Z][A-Z0-9_]*-\d+$/),
  fields: z.object({
    issuetype: z.object({ id: z.string().optional() }).nullish(),
    status: Status,
    resolution: Named,
    resolutiondate: z.string().nullish(),
    priority: Named,
  }),
  properties: z.record(z.string(), z.unknown()).optional(),
  changelog: z
    .object({
      total: z.number().optional().catch(undefined),
      histories: z.array(
        z.object({
          author: z.object({ accountId: z.string().optional(), name: z.string().optional() }).nullish(),
          created: z.string().optional(),
          items: z.array(z.object({ field: z.string(), fieldId: z.string().optional() })),
        }),
      ),
    })
    .optional(),
});
const Property = z.object({
  v: z.literal(1),
  marker: z.string(),
  eventId: z.string(),
  faultKey: z.string(),
  route: z.string().optional(),
  workspace: z.string().optional(),
  also: z.array(z.string()).optional(),
});
const Statuses = z.array(z.object({ id: z.string().optional(), statuses: z.array(Status) }));
const Resolution = z.object({
  required: z.boolean().optional(),
  allowedValues: z.array(z.object({ name: z.string() })).optional(),
});
const Transitions = z.object({
  transitions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      to: Status,
      fields: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
