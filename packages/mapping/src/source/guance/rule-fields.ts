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
