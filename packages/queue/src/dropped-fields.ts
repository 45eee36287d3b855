/**
 * Fields that never pass the door. `df_alert_info` and the old `df_meta` list the notification targets with their URLs,
 * ours with its secret token among them; the others hold people's e-mail addresses and memberships, which no rule uses.
 */
const DROPPED =
  /^df_(?:alert_info$|meta$|user_email$|(?:nodata_)?(?:message_)?at_accounts|matched_alert_(?:upgrade_)?member)/;

/** The event as it travels on; the very same when it holds no such field. */
export function withoutDroppedFields(raw: Record<string, unknown>): Record<string, unknown> {
  if (!Object.keys(raw).some(isDropped)) return raw;
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(raw)) if (!isDropped(key)) setOwn(kept, key, raw[key]);
  return kept;
}

/** Plain assignment is several times as fast, but to this name it would set the prototype. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The answers for the names seen so far: forty in every event, and nearly always the same. */
const verdicts = new Map<string, boolean>();
const MOST_VERDICTS = 1000;

function isDropped(key: string): boolean {
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const verdict = DROPPED.test(key);
  if (verdicts.size < MOST_VERDICTS) verdicts.set(key, verdict);
  return verdict;
}
