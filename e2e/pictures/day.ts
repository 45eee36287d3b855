/** The alerts of one day, as the pictures show them. The clock of the sandbox is the time of the last alert. */
import { sampleEvent } from '../harness/index.ts';

export type PictureLanguage = 'zh' | 'en';

export interface Day {
  readonly rules: string;
  readonly projects: readonly Record<string, unknown>[];
  now(): number;
  /** The sample of the clone. */
  sample(): Record<string, unknown>;
  /** A fault with a change of its level, and its recovery. */
  fault(): Iterable<Record<string, unknown>>;
  /** More faults at once than the rules allow issues. */
  storm(): readonly Record<string, unknown>[];
  /** One for a project that does not exist. */
  lost(): Record<string, unknown>;
}

const MINUTE = 60;
const HOUR = 3600;

export function dayIn(language: PictureLanguage): Day {
  const words = WORDS[language];
  // It ends now: windows of storms count by arrival.
  const end = Math.floor(Date.now() / 1000);
  const start = end - 6 * HOUR;
  let clock = start;
  /** An alert of an object of its own, which has been ill since `began`. */
  const alert = (at: number, began: number, fields: Record<string, unknown>) => {
    clock = at;
    const { df_event_id: id, df_issue_start_time: _, df_issue_duration: __, ...sample } = sampleEvent();
    const times = { date: at, timestamp: at, df_fault_start_time: began, df_fault_duration: at - began };
    const range = { df_check_range_start: at - 2 * MINUTE, df_check_range_end: at - MINUTE };
    return { ...sample, ...times, ...range, ...words.everywhere, df_event_id: id, df_language: language, ...fields };
  };
  const level = (df_status: string) => ({ df_status, df_sub_status: df_status });
  const object = (name: string, tags: Record<string, string>) => ({
    df_dimension_tags: JSON.stringify(tags),
    df_monitor_checker_event_ref: name,
    df_fault_id: `event-of-${name}`,
  });
  return {
    rules: rulesIn(language),
    projects: words.projects,
    now: () => clock * 1000,
    sample: () => alert(start, start - 64 * MINUTE, words.sample),
    *fault() {
      const began = start + HOUR;
      const event = (at: number, status: string, value: string) =>
        alert(at, began, {
          ...words.fault,
          ...object('db-3', { host: 'db-3' }),
          ...level(status),
          df_monitor_checker_value: value,
          Result: Number(value),
        });
      yield event(began, 'warning', '86');
      yield event(began + 24 * MINUTE, 'critical', '97');
      yield event(began + 157 * MINUTE, 'ok', '61');
    },
    storm: () =>
      Array.from({ length: 12 }, (_, n) => {
        const host = `web-${String(n + 1).padStart(2, '0')}`;
        const [title, tags] = [words.unreachable(host), { host, service: 'web' }];
        return alert(end, end, { ...object(host, tags), ...level('error'), df_title: title, df_message: title });
      }),
    lost: () =>
      alert(end, end, {
        ...object('pay-7', { host: 'pay-7', service: 'pay' }),
        df_event_id: `event-of-a-lost-project-${language}`,
        df_title: words.lost,
      }),
  };
}

/** Small limits, so that a picture can hold a storm. */
function rulesIn(language: PictureLanguage): string {
  return `
defaults:
  project: OPS
  issueType: ${WORDS[language].type}
  group: fault
  labels: [guance]
  priority: { critical: Highest, error: High, warning: Medium }
  recover: { transition: category:done }
people: { dba-duty: pacher, web-duty: lina }
routes:
  - { name: payment, match: { tags.service: pay }, project: PAY }
  - { name: web, match: { tags.service: web }, assignee: web-duty }
  - { name: database, assignee: dba-duty }
storm: { limit: 2, window: 10m, keep: [fatal, critical] }
`;
}

const WORDS = {
  zh: {
    type: '故障',
    projects: [{ key: 'OPS', name: '运维' }],
    everywhere: {},
    sample: {},
    fault: {
      df_title: '主机 db-3 磁盘使用率过高',
      df_message: '>主机：db-3    \n>挂载点：/data    \n>建议：清理 binlog，或扩容',
      df_dimension_tags: '{"host":"db-3"}',
      df_monitor_checker_name: '主机 {{host}} 磁盘使用率过高',
    },
    unreachable: (host: string) => `主机 ${host} 的 Web 服务不可达`,
    lost: '支付网关 pay-7 超时率过高',
  },
  en: {
    type: 'Incident',
    projects: [{ key: 'OPS', name: 'Operations' }],
    everywhere: { df_event_reason: 'The conditions of the monitor are met', df_site_name: 'US1 (Oregon)' },
    sample: {
      df_title: 'Disk usage of instance share is too high',
      df_message:
        '>Level: critical    \n>Instance: share    \n>Content: disk usage is 100.00%    \n>Advice: look into the console of the cloud, whether the RDS is well',
      df_monitor_checker_name: 'Disk usage of instance {{host}} is too high',
    },
    fault: {
      df_title: 'Disk usage of host db-3 is too high',
      df_message: '>Host: db-3    \n>Mount: /data    \n>Advice: purge the binlogs, or extend the volume',
      df_dimension_tags: '{"host":"db-3"}',
      df_monitor_checker_name: 'Disk usage of host {{host}} is too high',
    },
    unreachable: (host: string) => `Web service of host ${host} is unreachable`,
    lost: 'Payment gateway pay-7 times out too often',
  },
} as const;
