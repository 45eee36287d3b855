import { z } from 'zod';
import { expected } from '../adapter.ts';
import { isJirasRefusal } from '../tracker/classify-response.ts';
import type { Transport } from '../transport/transport.ts';
import { findAssignableUsers, findUsers } from './endpoints.ts';

const FOUND_MS = 3_600_000;
const NOT_FOUND_MS = 600_000;
/** A template can make an address of each alert: the oldest one is forgotten first. */
const MAX_PEOPLE = 5_000;
const Users = z.array(z.object({ accountId: z.string(), emailAddress: z.string().optional() }));

/** Whom a field takes: an assignee must be one of the project, everyone else only has an account. */
export type Role = 'assignee' | 'anyone';

/** `slot`: before each request, waits until it may go. */
export type AccountIdOf = (
  email: string,
  project: string,
  role: Role,
  slot?: () => Promise<void>,
) => Promise<string | null>;

/**
 * Account ids by e-mail, since Jira Cloud knows people by account id alone. Remembered for an hour (ten minutes when nobody was
 * found), so that an issue costs no request of its own. Rejects with JiraFailure.
 */
export function peopleByEmail(
  transport: Transport,
  now: () => number = performance.now.bind(performance),
): AccountIdOf {
  async function amongAssignable(email: string, project: string, slot: () => Promise<void>): Promise<string | null> {
    await slot();
    return pickedFrom(findAssignableUsers(transport, { project, query: email, maxResults: 10 }), email);
  }
  async function amongAll(email: string, slot: () => Promise<void>): Promise<string | null> {
    await slot();
    return pickedFrom(findUsers(transport, { query: email, maxResults: 10 }), email);
  }
  async function search(email: string, project: string, role: Role, slot: () => Promise<void>): Promise<string | null> {
    const anyone = role === 'anyone' ? await amongAll(email, slot) : null;
    // Without the right to browse users Jira answers with nobody, or refuses: those of the project may be told all the same.
    return anyone ?? amongAssignable(email, project, slot);
  }
  const known = new Map<string, { accountId: string | null; until: number }>();

  return async function accountIdOf(email, project, role, slot = async () => {}) {
    const key = `${role} ${project} ${email.toLowerCase()}`;
    const remembered = known.get(key);
    if (remembered && remembered.until > now()) return remembered.accountId;
    const accountId = await search(email, project, role, slot);
    known.delete(key);
    const oldest = known.keys().next();
    if (known.size >= MAX_PEOPLE && !oldest.done) known.delete(oldest.value);
    known.set(key, { accountId, until: now() + (accountId === null ? NOT_FOUND_MS : FOUND_MS) });
    return accountId;
  };
}

async function pickedFrom(asked: Promise<unknown>, email: string): Promise<string | null> {
  try {
    return pick(expected('user', Users, await asked), email);
  } catch (error) {
    // An unknown project, or no right to browse users: the create itself will say what is wrong, if anything is.
    if (isJirasRefusal(error)) return null;
    throw error;
  }
}

/** E-mails are mostly hidden in answers, so the only user found counts too; one of several without an e-mail does not. */
function pick(users: z.infer<typeof Users>, email: string): string | null {
  const exact = users.find((user) => user.emailAddress?.toLowerCase() === email.toLowerCase());
  const only = users.length === 1 && users[0]?.emailAddress === undefined ? users[0] : undefined;
  return (exact ?? only)?.accountId ?? null;
}
