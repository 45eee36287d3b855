/**
 * Fields that never pass the door. `df_alert_info` and the old `df_meta` list the notification targets with their URLs,
 * ours with its secret token among them; the others hold people's e-mail addresses and memberships, which no rule uses.
 */
const DROPPED =
  /^df_(?:alert_info$|meta$|user_email$|(?:nodata_)?(?:message_)?at_accounts|matched_alert_(?:upgrade_)?member)/;

/** The event as it travels on; the very same when it holds no such field. */
export function withoutDroppedFields(raw: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(raw);
  const kept = entries.filter(([key]) => !DROPPED.test(key));
  return kept.length === entries.length ? raw : Object.fromEntries(kept);
}
