/** The parts: Jira, queue, Redis, spool, processes. */
import { highest, lowest, quantile, type Row, rate } from './panel.ts';

export const PARTS_ROWS: readonly Row[] = [
  {
    title: 'Jira',
    panels: [
      {
        title: 'Requests by class of answer · 请求（按应答类别）',
        about: [
          'done; throttled (429); rejected (4xx); unauthorized; forbidden; ambiguous (lost answers); not_executed (not reached).',
          'done 成功；throttled 限流；rejected 被拒；unauthorized 未认证；forbidden 无权限；ambiguous 应答丢失；not_executed 未送达。',
        ],
        kind: 'lines',
        width: 8,
        unit: 'reqps',
        stacked: true,
        queries: [{ expr: rate('guance_jira_requests_total', 'class'), legend: '{{class}}' }],
      },
      {
        title: 'Requests by endpoint · 请求（按接口）',
        about: ['A healthy create costs one request.', '正常情况下每个单只需一次请求。'],
        kind: 'lines',
        width: 8,
        unit: 'reqps',
        stacked: true,
        queries: [{ expr: rate('guance_jira_requests_total', 'endpoint'), legend: '{{endpoint}}' }],
      },
      {
        title: 'Time Jira takes, p95 · Jira 耗时 p95',
        about: ['By endpoint; also requests without an answer.', '按接口；包含没有应答的请求。'],
        kind: 'lines',
        width: 8,
        unit: 's',
        queries: [{ expr: quantile(0.95, 'guance_jira_request_seconds', ', endpoint'), legend: '{{endpoint}}' }],
      },
      {
        title: 'Rests by reason · 暂停原因',
        about: ['1 while requests rest.', '为 1 表示暂停中。'],
        kind: 'lines',
        width: 8,
        queries: [
          { expr: highest('guance_jira_paused', 'reason'), legend: '{{reason}}' },
          {
            expr: 'sum by (reason) (increase(guance_jira_pauses_total{job=~"$job"}[$__rate_interval]))',
            legend: 'begun: {{reason}}',
          },
        ],
      },
      {
        title: '429 and the rate we allow ourselves · 限流与自限速率',
        about: [
          'Answers 429 by the reason that Jira names, and the rate that was learnt from them or set by JIRA_MAX_RPS.',
          'Jira 的 429 应答（按其给出的原因），以及由此学得或由 JIRA_MAX_RPS 设定的速率。',
        ],
        kind: 'lines',
        width: 8,
        unit: 'reqps',
        queries: [
          { expr: 'max(guance_jira_rate_per_second{job=~"$job"})', legend: 'rate' },
          { expr: rate('guance_jira_throttled_total', 'reason'), legend: '429 {{reason}}' },
        ],
      },
      {
        title: 'Lost answers, conflicts, duplicates · 丢失的应答、冲突、重复单',
        about: [
          'Lost answers and what became of them. Duplicates are two issues for one alert: found later, linked, closed. Hidden: the account may create an issue but not see it.',
          '丢失的应答及其结局。duplicates 指同一告警的两个单：事后发现、关联并关闭。hidden 指账号能创建但看不到的单。',
        ],
        kind: 'lines',
        width: 8,
        queries: [
          ['guance_jira_reconciles_total', 'result', ''],
          ['guance_jira_ledger_conflicts_total', 'kind', 'conflict: '],
          ['guance_jira_duplicate_issues_total', 'result', 'duplicate '],
          ['guance_jira_ledger_epochs_total', 'reason', 'ledger: '],
          ['guance_jira_hidden_issues_total', 'job', 'hidden: '],
        ].map(([metric, label, prefix]) => ({
          expr: `sum by (${label}) (increase(${metric}{job=~"$job"}[$__rate_interval]))`,
          legend: `${prefix}{{${label}}}`,
        })),
      },
    ],
  },
  {
    title: 'Queue, Redis and spool · 队列、Redis 与本地暂存',
    panels: [
      {
        title: 'Jobs by state · 任务状态',
        about: [
          'waiting and prioritized: for a worker; delayed: for Jira, or for their turn; failed: for a person.',
          'waiting、prioritized 等待处理；delayed 等待 Jira 或轮次；failed 等待人工。',
        ],
        kind: 'lines',
        width: 8,
        queries: [{ expr: highest('guance_jira_queue_jobs', 'state', ', state!="completed"'), legend: '{{state}}' }],
      },
      {
        title: 'Oldest event that waits · 最久等待',
        about: ['Age of the oldest event without an outcome.', '最早的未完成事件已等待的时间。'],
        kind: 'lines',
        width: 8,
        unit: 's',
        queries: [{ expr: highest('guance_jira_oldest_event_age_seconds', 'where'), legend: '{{where}}' }],
      },
      {
        title: 'Attempts that went wrong · 异常的处理',
        about: [
          'Tried again after an unforeseen error; taken over from a worker that died; jobs whose event had its outcome already.',
          '因意外错误重试；接管已退出进程的任务；事件已有结果的重复任务。',
        ],
        kind: 'lines',
        width: 8,
        queries: [
          ['guance_jira_event_retries_total', 'tried again'],
          ['guance_jira_stalled_jobs_total', 'taken over'],
          ['guance_jira_duplicate_jobs_total', 'duplicate jobs'],
        ].map(([metric, legend]) => ({
          expr: `sum(increase(${metric}{job=~"$job"}[$__rate_interval]))`,
          legend: legend ?? '',
        })),
      },
      {
        title: 'Redis memory · Redis 内存',
        about: ['Over 80 % of its limit receivers spool.', '超过上限 80 % 时 receiver 改为落盘。'],
        kind: 'lines',
        width: 8,
        unit: 'bytes',
        queries: [
          { expr: 'max(guance_jira_redis_memory_bytes{job=~"$job"})', legend: 'used' },
          { expr: 'max(guance_jira_redis_memory_max_bytes{job=~"$job"}) > 0', legend: 'limit' },
        ],
      },
      {
        title: 'Redis, as each process sees it · 各进程看到的 Redis',
        about: ['1: takes events. 0: spooling, or the worker waits.', '1：可用。0：落盘中，或 worker 在等待。'],
        kind: 'lines',
        width: 8,
        queries: [{ expr: highest('guance_jira_redis_up', 'job, instance'), legend: '{{job}} {{instance}}' }],
      },
      {
        title: 'Spool · 本地暂存',
        about: [
          'Size on disk, how full it is, and whether it takes events (1).',
          '磁盘占用、使用比例、能否写入（1：可以）。',
        ],
        kind: 'lines',
        width: 8,
        queries: [
          {
            expr: 'guance_jira_spool_events{job=~"$job"} / guance_jira_spool_max_events{job=~"$job"}',
            legend: 'full {{instance}}',
          },
          { expr: 'guance_jira_spool_bytes{job=~"$job"} / 1048576', legend: 'MiB {{instance}}' },
          { expr: 'guance_jira_spool_up{job=~"$job"}', legend: 'takes events {{instance}}' },
        ],
      },
    ],
  },
  {
    title: 'Processes · 进程',
    panels: [
      {
        title: 'CPU',
        about: ['Cores in use.', '占用的核数。'],
        kind: 'lines',
        width: 8,
        queries: [{ expr: rate('process_cpu_seconds_total', 'job, instance'), legend: '{{job}} {{instance}}' }],
      },
      {
        title: 'Memory · 内存',
        about: ['Resident memory.', '常驻内存。'],
        kind: 'lines',
        width: 8,
        unit: 'bytes',
        queries: [{ expr: 'process_resident_memory_bytes{job=~"$job"}', legend: '{{job}} {{instance}}' }],
      },
      {
        title: 'Event loop lag p99 · 事件循环延迟 p99',
        about: ['Over 0.1 s the process has more to do than it can.', '超过 0.1 秒说明进程过载。'],
        kind: 'lines',
        width: 8,
        unit: 's',
        limits: { warn: 0.1, bad: 0.5 },
        queries: [{ expr: 'nodejs_eventloop_lag_p99_seconds{job=~"$job"}', legend: '{{job}} {{instance}}' }],
      },
      {
        title: 'Rules and messages · 规则与通知',
        about: [
          'in force: 0 while a changed rules file is refused and the one before is in force. Messages to NOTIFY_URL by result.',
          'in force 为 0：改动的规则文件被拒绝，沿用之前的规则。以及发往 NOTIFY_URL 的消息结果。',
        ],
        kind: 'lines',
        width: 12,
        queries: [
          { expr: lowest('guance_jira_rules_last_reload_successful', 'instance'), legend: 'in force {{instance}}' },
          {
            expr: 'sum by (result) (increase(guance_jira_rules_reloads_total{job=~"$job"}[$__rate_interval]))',
            legend: 'rules {{result}}',
          },
          {
            expr: 'sum by (result) (increase(guance_jira_notifications_total{job=~"$job"}[$__rate_interval]))',
            legend: 'message {{result}}',
          },
        ],
      },
      {
        title: 'Versions · 版本',
        about: ['Which version runs where.', '各进程的版本。'],
        kind: 'table',
        width: 12,
        queries: [
          { expr: 'sum by (service, version, node, instance) (guance_jira_build_info{job=~"$job"})', legend: '' },
        ],
      },
    ],
  },
];
