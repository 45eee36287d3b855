import { NotReplicated } from './replicas.ts';

const NAMES = ['ReplyError', 'AbortError', 'ClusterAllFailedError', 'MaxRetriesPerRequestError'];
/** ioredis gives these errors no name and no code of their own. */
const TEXTS =
  /^(Connection is closed|Too many Cluster redirections|None of startup nodes|Cluster is(n't ready| disconnect)|Node is disconnected|Stream isn't writeable|Command timed out|Socket timeout)/;

const CODES =
  'OOM|READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS|MISCONF|BUSY|UNKILLABLE|NOSCRIPT|EXECABORT|NOAUTH|NOPERM|WRONGPASS';
/**
 * Redis 7 and Valkey begin with the code, also behind a script; Redis 6 wraps it ("ERR Error running script (call to f_…):
 * @user_script: 28: -OOM command not allowed …"). What an ACL or a renamed command refuses within a script has no code in any of them.
 */
const OF_ITS_STATE = new RegExp(
  `^(${CODES})\\b|@user_script: ?\\d+: -?(${CODES})\\b|ACL failure in script|can't run this command or subcommand|can't access at least one of the keys|nknown (Redis )?command called from|access a non local key`,
);
/** Redis 7: "… script: <sha>, on @user_script:12."; Redis 6: "ERR Error running script …". */
const OF_A_SCRIPT = /@?user_script:|Error (running|compiling) script/;

/** Whether the state of Redis is to blame, not what was asked of it: the same may work later. */
export function isRedisTransient(error: unknown): error is Error {
  if (error instanceof NotReplicated) return true;
  return error instanceof Error && (NAMES.includes(error.name) || TEXTS.test(error.message)) && !blamesTheEvent(error);
}

/**
 * An answer of Redis that comes again for this event however well Redis is: a script that fails on what it reads, or a key of another
 * type. Waiting would never end. A code that is not known is taken for trouble.
 */
export function blamesTheEvent(error: unknown): boolean {
  if (!(error instanceof Error) || error.name !== 'ReplyError' || blamesItsState(error)) return false;
  return error.message.startsWith('WRONGTYPE') || OF_A_SCRIPT.test(error.message);
}

/** An answer by which Redis says that it takes nothing of this kind now, whichever event it is. */
export function blamesItsState({ message }: Error): boolean {
  return OF_ITS_STATE.test(message);
}
