/** Most severe first. `security_*` are the levels of Guance's security monitoring. */
export const levels = [
  'fatal',
  'critical',
  'security_critical',
  'error',
  'security_high',
  'warning',
  'security_medium',
  'nodata',
  'security_low',
  'info',
  'security_info',
  'ok',
] as const;

export type Level = (typeof levels)[number];

/** What tells that a fault is over. Guance puts it into `df_status` on some pages of its documentation and into `df_sub_status` on others. */
export const recoveryWords = ['ok', 'nodata_ok', 'nodata_as_ok', 'manual_ok'] as const;

type Security<L extends Level> = L extends `security_${infer Word}` ? Exclude<Word, Level> : never;
/** How a level of the security monitoring may be called without `security_`, where that is no level by itself. */
export type SecurityWord = Security<Level>;

/** The levels that a plain `df_status` names, but for recoveries. */
export type PlainLevel = Exclude<Level, `security_${string}` | 'ok'>;

const isSecurity = (level: Level) => level.startsWith('security_');
/** With which something begins, but for the security monitoring. */
export const plainLevels = levels.filter((level): level is PlainLevel => !isSecurity(level) && level !== 'ok');
const security = levels.filter(isSecurity);
const bare = security.map((level) => level.slice('security_'.length));

export const securityWords = bare.filter((word): word is SecurityWord => !levels.some((level) => level === word));
/** All that `df_status` is known to hold. */
export const statusWords: readonly string[] = [...plainLevels, ...securityWords, ...recoveryWords];
/** All levels in a line, for people. */
export const levelsInShort = [...plainLevels, 'ok', `${security[0]} … ${security.at(-1)}`].join(', ');

const ranks: Record<Level, number> = {
  fatal: 6,
  critical: 5,
  security_critical: 5,
  error: 4,
  security_high: 4,
  warning: 3,
  security_medium: 3,
  nodata: 2,
  security_low: 2,
  info: 1,
  security_info: 1,
  ok: 0,
};

/** Higher is worse; an unknown level ranks with `nodata`, between news and warnings. */
export function levelRank(level: Level | null): number {
  return level === null ? ranks.nodata : ranks[level];
}

/** The level that a `df_status` word names, or null for a word that Guance does not document. */
export function levelOf(status: string | null, source: string | null): Level | null {
  if (status === null) return null;
  if (isRecoveryWord(status)) return 'ok';
  const security = `security_${status}`;
  const wantsSecurity = source === 'security' || securityWords.some((word) => word === status);
  return (
    levels.find((level) => level === (wantsSecurity ? security : status)) ??
    levels.find((level) => level === status) ??
    null
  );
}

export function isRecoveryWord(word: string | null): boolean {
  return recoveryWords.some((known) => known === word);
}
