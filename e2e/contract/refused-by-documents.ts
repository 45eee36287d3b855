import type { Jira } from '../harness/index.ts';
import { openContract } from './openapi.ts';
import type { Dialect } from './relaxed.ts';

/** What the official document refuses of all that this Jira was sent, each fault once. */
export async function refusedByDocuments(jira: Jira, dialect: Dialect): Promise<string[]> {
  // First: a document takes seconds to compile, in which a connection that is kept may end.
  const requests = await jira.requests();
  const contract = openContract(dialect);
  const found = requests.flatMap((request) =>
    contract.faultsOf(request).map((fault) => `${request.method} ${request.path.split('?')[0]}: ${fault}`),
  );
  return [...new Set(found)];
}
