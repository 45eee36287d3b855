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
  const wantsSecurity = source === 'security' || status === 'high' || status === 'medium' || status === 'low';
  return (
    levels.find((level) => level === (wantsSecurity ? security : status)) ??
    levels.find((level) => level === status) ??
    null
  );
}

/** Guance puts the kind of recovery into `df_status` on some pages of its documentation and into `df_sub_status` on others. */
export function isRecoveryWord(word: string | null): boolean {
  return word === 'ok' || word === 'nodata_ok' || word === 'nodata_as_ok' || word === 'manual_ok';
}
