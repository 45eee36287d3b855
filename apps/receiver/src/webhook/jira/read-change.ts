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
  const { issue, user, changelog, ...itself } = body.data;
  const { id: issueId, key: issueKey } = issue ?? itself;
  if (issueId === null && issueKey === null) return null;
  const by = user?.accountId ?? user?.name ?? null;
  return { issueId, issueKey, by: by && short(by), fields: fieldsOf(changelog?.items) };
}

/** Null where they are not all told: the issue is then read to find out. */
function fieldsOf(items: readonly ChangedField[] | undefined): string[] | null {
  const names = (items ?? []).slice(0, MAX_FIELDS).map((item) => item?.fieldId ?? item?.field ?? null);
  const told = names.flatMap((name) => (name === null ? [] : short(name)));
  return told.length > 0 && told.length === names.length ? told : null;
}

function short(text: string): string {
  return text.slice(0, MAX_LETTERS).toWellFormed();
}

const MAX_FIELDS = 100;
const MAX_LETTERS = 128;

// Each part by itself is left out where it is odd: what is left may still say which issue to read, and more is not needed. People
// write these bodies by hand in Automation, and Data Center lets projects have keys of other patterns.
/** Numbers where Automation's smart values stand without quotes. */
const Id = z
  .union([z.string(), z.int().transform(String)])
  .transform((text) => text.trim())
  .pipe(Change.shape.issueId.unwrap())
  .nullable()
  .catch(null);
const Key = z
  .string()
  .transform((text) => text.trim().toUpperCase())
  .pipe(Change.shape.issueKey.unwrap())
  .nullable()
  .catch(null);
const Word = z.string().min(1).nullable().catch(null);
const Named = { id: Id, key: Key };
const ChangedField = z.object({ field: Word, fieldId: Word }).nullable().catch(null);
type ChangedField = z.infer<typeof ChangedField>;
const Body = z.object({
  ...Named,
  issue: z
    .union([z.string().transform((text) => ({ id: null, key: Key.parse(text) })), z.object(Named)])
    .nullable()
    .catch(null),
  user: z.object({ accountId: Word, name: Word }).nullable().catch(null),
  changelog: z
    .object({ items: z.array(ChangedField).optional() })
    .nullable()
    .catch(null),
});
