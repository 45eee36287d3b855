/** Pure: what a webhook of Jira, or a web request of its Automation, says of an issue. No text of the issue goes any further. */
import { Change } from '@guance-jira/queue';
import { z } from 'zod';

/**
 * Null where it tells of no issue: a project, a version, a test.
 * @throws SyntaxError for what is no JSON
 */
export function readChange(bytes: Uint8Array): Change | null {
  const body = Body.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (!body.success) return null;
  const { issue = body.data, user, changelog } = body.data;
  const change = Change.safeParse({
    issueId: issue.id ?? null,
    issueKey: issue.key?.toUpperCase() ?? null,
    by: short(user?.accountId ?? user?.name ?? null),
    fields:
      changelog?.items?.slice(0, MAX_FIELDS).flatMap(({ fieldId, field }) => short(fieldId ?? field ?? null) ?? []) ??
      null,
  });
  if (!change.success) return null;
  return change.data.issueId === null && change.data.issueKey === null ? null : change.data;
}

function short(text: string | null): string | null {
  return text === null ? null : text.slice(0, MAX_LETTERS).toWellFormed();
}

const MAX_FIELDS = 100;
const MAX_LETTERS = 128;

/** Numbers where Automation's smart values stand without quotes. */
const Id = z.union([z.string(), z.int().transform(String)]).nullish();
const Named = { id: Id, key: z.string().nullish() };
const Body = z.object({
  ...Named,
  issue: z.object(Named).optional(),
  user: z.object({ accountId: z.string().nullish(), name: z.string().nullish() }).nullish(),
  changelog: z
    .object({ items: z.array(z.object({ field: z.string().nullish(), fieldId: z.string().nullish() })).optional() })
    .nullish(),
});
