/**
 * The fields of Guance that receiver and queue must know before anybody reads the event: everything else about them is known in
 * packages/mapping/src/source/guance. A further source has a file like this one.
 */

/** The event's own id. */
export const EVENT_ID = 'df_event_id';
/** The round that it belongs to. */
export const FAULT_ID = 'df_fault_id';
/** The object, by one name. */
export const OBJECT_REF = 'df_monitor_checker_event_ref';
/** The object, by a name that needs the tags beside it. */
export const OBJECT_PARTS: readonly string[] = ['df_monitor_checker_id', 'df_slo_id'];
/** The first that says something counts. */
export const WORKSPACES: readonly string[] = ['df_workspace_uuid', 'workspace_uuid'];
export const TITLE = 'df_title';
/** How people call the workspace. */
export const WORKSPACE_NAMES: readonly string[] = ['df_workspace_name', 'workspace_name'];
/** What is watched, as tags: an object, or its JSON in a text. */
export const TAGS = 'df_dimension_tags';
/** The level, or that the fault is over; the second has the kind of recovery, on some pages of Guance's documentation. */
export const STATUS = 'df_status';
export const SUB_STATUS = 'df_sub_status';

/**
 * Fields that never pass the door. `df_alert_info` and the old `df_meta` list the notification targets with their URLs,
 * ours with its secret token among them; the others hold people's e-mail addresses and memberships, which no rule uses.
 */
export const DROPPED =
  /^df_(?:alert_info$|meta$|user_email$|(?:nodata_)?(?:message_)?at_accounts|matched_alert_(?:upgrade_)?member)/;
