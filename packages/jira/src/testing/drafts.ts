import {
  type AlertEvent,
  type IssueDraft,
  type Plan,
  planFor,
  readAlert,
  rulesFromSettings,
} from '@guance-jira/mapping';

/** The event of a full disk, as Guance sends it. */
export function event(eventId = 'event-1', fields: Record<string, unknown> = {}): AlertEvent {
  const raw = {
    df_event_id: eventId,
    df_status: 'critical',
    df_title: '磁盘使用率过高',
    df_message: '>等级：critical',
    df_monitor_checker_id: 'monitor-1',
    df_dimension_tags: '{"host":"share"}',
    timestamp: Math.floor(Date.now() / 1000),
    ...fields,
  };
  return readAlert(raw, { eventId, receivedAt: Date.now() });
}

/** The plan to open an issue for it in OPS, with everything that a Jira may refuse. */
export function planOf(of: AlertEvent, change: Partial<IssueDraft> = {}, group: 'event' | 'fault' = 'event') {
  const rules = rulesFromSettings({ project: 'OPS', issueType: '故障', assignee: 'pacher', group });
  const plan: Plan = planFor(of, rules);
  if (plan.action !== 'open') throw new Error('a test event must open an issue');
  return {
    ...plan,
    draft: { ...plan.draft, labels: ['guance', 'observer'], fields: { customfield_10010: '100' }, ...change },
  };
}
