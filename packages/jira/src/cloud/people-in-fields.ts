import { type IssueDraft, noteFor, withNotes } from '@guance-jira/mapping';
import { isObject } from '../schema/choices.ts';
import type { Along } from '../tracker/records/transitions.ts';
import { withPeople } from '../workflow/people-on-screen.ts';
import type { AccountIdOf, Role } from './people.ts';

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
    for (const email of emails) ids.set(email, await accountIdOf(email, draft.project, roleOf(name)));
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
  accountIdOf: (email: string, role: Role) => Promise<string | null>,
): Promise<Along> {
  const ids = new Map<string, string | null>();
  for (const given of along.fields ?? []) {
    const emails: string[] = [];
    withPeople(given, (name) => {
      if (name.includes('@')) emails.push(name);
      return name;
    });
    const role = roleOf(given.field.id);
    for (const email of emails) ids.set(`${role} ${email}`, await accountIdOf(email, role));
  }
  if (ids.size === 0) return along;
  const fields = (along.fields ?? []).flatMap((given) => {
    const role = roleOf(given.field.id);
    const found = withPeople(given, (name) => (name.includes('@') ? (ids.get(`${role} ${name}`) ?? null) : name));
    return found === null ? [] : [found];
  });
  return { ...along, fields };
}

function roleOf(field: string): Role {
  return field === 'assignee' ? 'assignee' : 'anyone';
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
