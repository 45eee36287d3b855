/**
 * How other systems that turn alerts into Jira issues fared in the same scenarios: their own code, unmodified, run against
 * an emulated Jira with index lag and faults, in November 2026. `FAIL (made/wanted)` counts issues; a fault in what the
 * issue holds shows as FAIL with as many issues as wanted. What a system has no feature for counts as FAIL; n/a: cannot be asked of it.
 */
export const RIVALS = [
  { id: 'alertmanager', name: 'Alertmanager (Cloud)', source: 'prometheus/alertmanager 68fb2d57' },
  { id: 'alertmanager_dc', name: 'Alertmanager (DC)', source: 'prometheus/alertmanager 68fb2d57' },
  { id: 'jiralert', name: 'jiralert (DC)', source: 'prometheus-community/jiralert e4ff3d21' },
  { id: 'elastalert2', name: 'ElastAlert 2 (Cloud)', source: 'jertel/elastalert2 1d88bb0e, pycontribs/jira 4dfccbea' },
  { id: 'elastalert2_dc', name: 'ElastAlert 2 (DC)', source: 'jertel/elastalert2 1d88bb0e, pycontribs/jira 4dfccbea' },
  { id: 'robusta', name: 'Robusta', source: 'robusta-dev/robusta acf0db9a' },
  { id: 'zabbix', name: 'Zabbix', source: 'the Jira script of Zabbix 6.0.14' },
  { id: 'guance_seed', name: "Guance's recipe", source: 'GuanceCloud/guance-docs, docs/zh/integrations/monitor_jira.md' },
] as const;

/** By scenario, in the order of RIVALS. */
export const RIVAL_RESULTS: Readonly<Record<string, readonly string[]>> = {
  repeat_after_index: ['ok', 'ok', 'ok', 'ok', 'FAIL (2/1)', 'FAIL (2/1)', 'ok', 'FAIL (2/1)'],
  repeat_within_index_lag: ['FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'ok', 'FAIL (2/1)'],
  create_504_after: ['FAIL (2/1)', 'ok', 'ok', 'ok', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)'],
  create_504_after_nolag: ['ok', 'ok', 'ok', 'ok', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)'],
  create_reset_after: ['ok', 'ok', 'ok', 'FAIL (2/1)', 'FAIL (3/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (3/1)'],
  create_reset_before: ['FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'ok', 'ok', 'FAIL (0/1)', 'ok', 'ok'],
  lookup_reset: ['FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'ok', 'ok', 'FAIL (0/1)', 'n/a', 'n/a'],
  create_429_ra2: ['FAIL (1/1, 735 ms)', 'FAIL (1/1, 448 ms)', 'FAIL (1/1, 402 ms)', 'ok', 'ok', 'FAIL (0/1)', 'FAIL (1/1, 224 ms)', 'ok'],
  create_503x2: ['ok', 'ok', 'ok', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'ok', 'FAIL (0/1)'],
  priority_not_on_screen: ['FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'n/a', 'FAIL (0/1)'],
  labels_not_on_screen: ['FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'n/a', 'n/a'],
  concurrent_10: ['FAIL (10/1)', 'FAIL (10/1)', 'FAIL (10/1)', 'FAIL (10/1)', 'FAIL (10/1)', 'FAIL (10/1)', 'n/a', 'FAIL (10/1)'],
  human_edits_kept: ['FAIL (1/1)', 'FAIL (1/1)', 'FAIL (1/1)', 'ok', 'FAIL (2/1)', 'FAIL (2/1)', 'ok', 'FAIL (2/1)'],
  wont_fix_refire: ['FAIL (2/1)', 'FAIL (2/1)', 'ok', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'ok', 'FAIL (2/1)'],
  reopen_in_window: ['ok', 'ok', 'ok', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (1/1)', 'FAIL (2/1)'],
  reopen_out_of_window: ['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'n/a', 'ok'],
  auto_resolve: ['ok', 'ok', 'ok', 'FAIL (1/1)', 'FAIL (1/1)', 'FAIL (1/1)', 'FAIL (1/1)', 'FAIL (2/1)'],
  summary_300_newline: ['FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)'],
  description_40k: ['ok', 'ok', 'ok', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)'],
  description_33k_cjk: ['ok', 'ok', 'ok', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)'],
  label_with_space: ['FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'FAIL (0/1)', 'n/a', 'n/a'],
  moved_project: ['FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'FAIL (2/1)', 'ok', 'FAIL (2/1)'],
  transition_missing: ['ok', 'ok', 'ok', 'n/a', 'n/a', 'n/a', 'n/a', 'n/a'],
};
