/** Fields of Guance that rules go by where people name none, or that have a meaning of their own in rules. */
import { levelsInShort, recoveryWords } from '../../level.ts';

/** Named here for editors only: every field of the event can be matched. */
export const MATCH_FIELDS = {
  level: levelsInShort,
  status: 'df_status in lower case',
  df_status: 'The level in the words of Guance; of a recovery ok',
  df_sub_status: `Of a recovery its kind: ${recoveryWords.join(', ')}`,
  df_title: 'Title of the event',
  df_message: 'Text of the event, Markdown',
  df_monitor_checker_name: 'Name of the monitor, with {{host}} unfilled',
  df_monitor_checker_id: 'Id of the monitor, rul_…',
  df_monitor_name: 'Name of the alert policy',
  df_label: 'Labels of the monitor; one of them must fit',
  df_source: 'monitor, smartMonitor, change, slo, security, audit, user, …',
  df_workspace_name: 'Name of the workspace',
  df_workspace_uuid: 'Id of the workspace, wksp_…',
  df_site_name: 'Site of Guance',
};

/** Of a `match`: those that hold Guance's words for the level. */
export const STATUS_FIELDS: readonly string[] = ['status', 'df_status', 'df_sub_status'];

export const DEFAULT_SUMMARY = '{{ df_title }}';
export const DEFAULT_LABELS: readonly string[] = ['guance', '{{ df_workspace_name }}'];

/** Whether a template gives the title of the event and nothing else. */
export function isTitleAlone(template: string): boolean {
  return /^\s*\{\{-?\s*df_title\s*-?\}\}\s*$/.test(template);
}

/** What a template may begin with, as far as it is written down; an event may have more. */
export const TEMPLATE_FIELDS: readonly string[] = [
  ...['tags', 'level', 'status', 'Result', 'date', 'timestamp', 'workspace_name', 'workspace_uuid'],
  ...['df_title', 'df_status', 'df_sub_status', 'df_message'],
  ...['df_label', 'df_dimension_tags', 'df_monitor_checker_name', 'df_monitor_checker_id'],
  ...['df_monitor_checker_value', 'df_monitor_checker_value_with_unit', 'df_monitor_checker', 'df_monitor_checker_sub'],
  ...['df_monitor_checker_ref', 'df_monitor_checker_event_ref', 'df_monitor_name', 'df_monitor_id'],
  ...['df_monitor_type', 'df_workspace_name', 'df_workspace_uuid', 'df_event_id'],
  ...['df_event_link', 'df_event_url', 'df_event_reason', 'df_event'],
  ...['df_issue_start_time', 'df_issue_duration', 'df_fault_id', 'df_fault_start_time'],
  ...['df_fault_duration', 'df_fault_status', 'df_source', 'df_slo_id'],
  ...['df_language', 'df_check_range_start', 'df_check_range_end', 'df_check_condition'],
  ...['df_user_email', 'df_user_name', 'df_site_name', 'df_channels'],
  ...['df_alert_info', 'df_exec_mode', 'df_date_range', 'df_at_accounts'],
  ...['df_at_accounts_nodata'],
];
