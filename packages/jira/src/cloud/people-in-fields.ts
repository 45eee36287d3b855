import { type IssueDraft, noteFor, withNotes } from '@guance-jira/mapping';
import { isObject } from '../schema/choices.ts';
import type { Along } from '../tracker/records/transitions.ts';
import { withPeople } from '../workflow/people-on-screen.ts';

type AccountIdOf = (email: string, project: string) => Promise<string | null>;

/** E-mails in fields that hold people become account ids; a field that names nobody is left out, and the issue says so. */
export async function withAccountIds(draft: IssueDraft, accountIdOf: AccountIdOf): Promise<IssueDraft> {
  const fields: Record<string, unknown> = {};
  const notes: string[] = [];
  let changed = false;
  for (const [name, value] of Object.entries(draft.fields)) {
    const emails = [value].flat().flatMap((one) => emailIn(one) ?? []);
    if (emails.length === 0) {
      fields[name] = value;
      continue;
    }
    changed = true;
    const ids = new Map<string, string | null>();
    for (const email of emails) ids.set(email, await accountIdOf(email, draft.project));
    const found = people(value, ids);
    if (found.length > 0) fields[name] = Array.isArray(value) ? found : found[0];
    if ([...ids.values()].includes(null))
      notes.push(noteFor(draft.language, 'field', { value: name, route: draft.route }));
  }
  return changed ? withNotes({ ...draft, fields }, notes) : draft;
}

/** The same for the fields that go along with a transition; what names nobody is left out, and Jira says what it misses. */
export async function accountsAlong(
  along: Along,
  accountIdOf: (email: string) => Promise<string | null>,
): Promise<Along> {
  const emails = new Set<string>();
  const collect = (name: string) => {
    if (name.includes('@')) emails.add(name);
    return name;
  };
  for (const given of along.fields ?? []) withPeople(given, collect);
  if (emails.size === 0) return along;
  const ids = new Map<string, string | null>();
  for (const email of emails) ids.set(email, await accountIdOf(email));
  const fields = (along.fields ?? []).flatMap((given) => {
    const found = withPeople(given, (name) => (name.includes('@') ? (ids.get(name) ?? null) : name));
    return found === null ? [] : [found];
  });
  return { ...along, fields };
}

/** Those who were found, and those who stand there by their account. */
function people(value: unknown, ids: ReadonlyMap<string, string | null>): unknown[] {
  return [value].flat().flatMap((one): unknown[] => {
    const email = emailIn(one);
    if (email === null) return [one];
    const accountId = ids.get(email) ?? null;
    return accountId === null ? [] : [{ accountId }];
  });
}

/** No account id has such a sign. */
function emailIn(value: unknown): string | null {
  if (!isObject(value)) return null;
  const id = value.accountId;
  return typeof id === 'string' && id.includes('@') ? id : null;
}
