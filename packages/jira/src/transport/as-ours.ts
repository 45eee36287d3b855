/**
 * Searches for what we have made. A person's clone of our issue copies its labels, hence the creator; and an earlier account of
 * this ledger may have made the issue that is looked for.
 */
import { JiraFailure } from '../tracker/failure.ts';

/** Accounts that this ledger used before the present one. */
export type OtherAccounts = () => Promise<readonly string[]>;

export type AsOurs = <T>(search: (creator: string) => Promise<T>) => Promise<T>;

/** Gives a search its clause. An account that this Jira does not know has made nothing here, and is left out from then on. */
export function asOurs(others: OtherAccounts): AsOurs {
  const unknown = new Set<string>();
  return async function run(search) {
    const asked = (await others()).filter((account) => !unknown.has(account));
    try {
      return await search(creatorClause(asked));
    } catch (error) {
      const refused = asked.filter((account) => isNamedIn(error, account));
      if (refused.length === 0) throw error;
      for (const account of refused) unknown.add(account);
      return run(search);
    }
  };
}

function creatorClause(others: readonly string[]): string {
  if (others.length === 0) return 'creator = currentUser()';
  return `creator in (${['currentUser()', ...others.map((account) => JSON.stringify(account))].join(', ')})`;
}

/** Jira says: The value 'bot' does not exist for the field 'creator'. */
function isNamedIn(error: unknown, account: string): boolean {
  return (
    error instanceof JiraFailure &&
    error.facts.status === 400 &&
    error.facts.words.some((word) => word.includes(`'${account}'`))
  );
}
