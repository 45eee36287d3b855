import type { Language } from '../options.ts';
import type { JsonObject, Status, Watched } from './model.ts';

export type EventFacts = {
  id: string;
  at: number;
  status: Status;
  silent: boolean;
  /** Who recovered it by hand; null where the monitor found it so. */
  by: string | null;
  fault: { id: string; since: number };
};

export type Sender = { workspaceUuid: string; workspaceName: string; language: Language; baseUrl: string };

/** The body that Guance POSTs of a monitor's event: fields and their types as in its Jira guide, with the newer ones of its event page. */
export function eventBody(watched: Watched, facts: EventFacts, sender: Sender): JsonObject {
  const { monitor, tags } = watched;
  const { id, status, fault } = facts;
  const date = Math.floor(facts.at / 1000);
  const since = Math.floor(fault.since / 1000);
  const value = status === 'nodata' ? null : monitor.values[status];
  const measured = value === null ? {} : { Result: value, df_monitor_checker_value: String(value) };
  return {
    ...measured,
    date,
    timestamp: date,
    df_at_accounts: [],
    df_at_accounts_nodata: [],
    df_channels: [],
    df_check_range_start: date - 120,
    df_check_range_end: date - 60,
    df_date_range: 60,
    df_dimension_tags: JSON.stringify(tags),
    df_event_id: id,
    df_event_link: linkOf(id, facts.at, sender),
    df_event_reason: REASONS[sender.language][status === 'ok' ? 'ok' : 'fault'],
    df_exec_mode: 'crontab',
    df_fault_duration: date - since,
    df_fault_id: fault.id,
    df_fault_start_time: since,
    df_fault_status: status === 'ok' ? 'ok' : 'fault',
    df_is_silent: String(facts.silent),
    df_issue_duration: date - since,
    df_issue_start_time: since,
    df_label: '[]',
    df_language: sender.language,
    df_message: messageOf(watched, status, sender.language),
    df_monitor_checker: monitor.kind,
    df_monitor_checker_event_ref: watched.ref,
    df_monitor_checker_id: monitor.id,
    // Not filled in, as in Guance's own sample.
    df_monitor_checker_name: monitor.words[sender.language].name,
    df_monitor_checker_ref: monitor.id.slice(4),
    df_monitor_checker_sub: status === 'nodata' ? 'nodata' : 'check',
    df_monitor_id: 'monitor_6774968876c14586bc5afc6d7144f52f',
    df_monitor_name: sender.language === 'zh' ? '默认' : 'Default',
    df_monitor_type: 'custom',
    df_site_name: 'sandbox',
    df_source: 'monitor',
    df_status: status,
    // All kinds of recovery have the status ok; which it was is said here.
    df_sub_status: facts.by === null ? status : 'manual_ok',
    df_title: titleOf(watched, status, sender.language),
    df_workspace_name: sender.workspaceName,
    df_workspace_uuid: sender.workspaceUuid,
    ...(facts.by === null ? {} : { df_user_id: 'wsak_sandbox', df_user_name: facts.by, df_user_email: '' }),
    workspace_name: sender.workspaceName,
    workspace_uuid: sender.workspaceUuid,
    ...tags,
  };
}

/** A recovery has a template of its own. */
export function titleOf(watched: Watched, status: Status, language: Language): string {
  const title = filled(watched.monitor.words[language].name, watched.tags);
  if (status === 'ok') return language === 'zh' ? `${title}：已恢复` : `${title}: recovered`;
  if (status === 'nodata') return language === 'zh' ? `${title}：数据断档` : `${title}: no data`;
  return title;
}

function messageOf(watched: Watched, status: Status, language: Language): string {
  const { monitor, tags } = watched;
  const shown = status === 'nodata' ? '-' : `${monitor.values[status]}${monitor.unit}`;
  const object = Object.values(tags).join(' ');
  const rows =
    language === 'zh'
      ? [`等级：${status}`, `对象：${object}`, `当前值：${shown}`, `建议：${monitor.words.zh.advice}`]
      : [`Level: ${status}`, `Object: ${object}`, `Value: ${shown}`, `Advice: ${monitor.words.en.advice}`];
  // Guance's own templates put no blank behind the sign, and four before the end of the line.
  return rows.map((row) => `>${row}`).join('    \n');
}

function filled(template: string, tags: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => tags[name] ?? '');
}

/** The same address as at Guance, of the sandbox's own page. */
function linkOf(id: string, at: number, { baseUrl, workspaceUuid }: Sender): string {
  const time = `${at - 900_000},${at + 60_000}`;
  const tags = JSON.stringify({ df_event_id: id });
  return `${baseUrl}/keyevents/monitor?time=${encodeURIComponent(time)}&tags=${encodeURIComponent(tags)}&w=${workspaceUuid}`;
}

const REASONS = {
  zh: { fault: '满足监控器中故障的认定条件，产生故障事件', ok: '满足监控器中恢复的认定条件，产生恢复事件' },
  en: {
    fault: 'The condition of the monitor is met: a fault',
    ok: 'The condition of the monitor is met no more: recovered',
  },
} as const;
