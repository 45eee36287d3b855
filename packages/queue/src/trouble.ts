import { NotReplicated } from './replicas.ts';

const NAMES = ['ReplyError', 'AbortError', 'ClusterAllFailedError', 'MaxRetriesPerRequestError'];
/** ioredis gives these errors no name and no code of their own. */
const TEXTS =
  /^(Connection is closed|Too many Cluster redirections|None of startup nodes|Cluster is(n't ready| disconnect)|Node is disconnected|Stream isn't writeable|Command timed out|Socket timeout)/;

/** Whether the state of Redis is to blame, not what was asked of it: the same may work later. */
export function isRedisTrouble(error: unknown): error is Error {
  if (error instanceof NotReplicated) return true;
  return error instanceof Error && (NAMES.includes(error.name) || TEXTS.test(error.message));
}
