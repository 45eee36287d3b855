/** What the programs do for people: is it healthy, where do alerts go, how soon. */
import { highest, quantile, type Row, rate } from './panel.ts';

export const SERVICE_ROWS: readonly Row[] = [
  {
    title: 'Is it healthy? · 是否健康',
    panels: [
      {
        title: 'Receivers · receiver 数',
        about: ['Receivers that are scraped. 0: no alert is taken.', '被采集到的 receiver 数。0：无法接收告警。'],
        kind: 'stat',
        width: 3,
        limits: { good: 1 },
        queries: [{ expr: 'sum(guance_jira_build_info{job=~"$job", service="receiver"}) or vector(0)', legend: '' }],
      },
      {
        title: 'Workers · worker 数',
        about: ['Workers that are scraped. 0: events wait.', '被采集到的 worker 数。0：事件在等待。'],
        kind: 'stat',
        width: 3,
        limits: { good: 1 },
        queries: [{ expr: 'sum(guance_jira_build_info{job=~"$job", service="worker"}) or vector(0)', legend: '' }],
      },
      {
        title: 'Failed, in this range · 时段内失败',
        about: [
          'Events that ended failed. Their jobs stand under Failed on the dashboard, with the words of Jira.',
          '以失败告终的事件。在看板的 Failed 中可见，附 Jira 的原话。',
        ],
        kind: 'stat',
        width: 3,
        limits: { bad: 1 },
        queries: [
          { expr: 'sum(increase(guance_jira_events_total{job=~"$job", outcome="failed"}[$__range]))', legend: '' },
        ],
      },
      {
        title: 'Oldest event that waits · 最久等待',
        about: [
          'Age of the oldest event without an outcome, in the queue or in the spool.',
          '队列或本地暂存中最早的未完成事件已等待的时间。',
        ],
        kind: 'stat',
        width: 3,
        unit: 's',
        limits: { warn: 60, bad: 600 },
        queries: [{ expr: 'max(guance_jira_oldest_event_age_seconds{job=~"$job"})', legend: '' }],
      },
      {
        title: 'On disk · 本地暂存',
        about: [
          'Events that wait in the spools, since Redis does not take them.',
          'Redis 不可用时暂存在磁盘上的事件数。',
        ],
        kind: 'stat',
        width: 3,
        limits: { warn: 1, bad: 1000 },
        queries: [{ expr: 'sum(guance_jira_spool_events{job=~"$job"})', legend: '' }],
      },
      {
        title: 'Jira rests · Jira 暂停',
        about: [
          '1 while requests to Jira rest: unavailable, unauthorized (login refused), throttled (429), blocked (something before Jira answers one kind of request), manual (a person).',
          '为 1 表示暂停请求 Jira：unavailable 不可用，unauthorized 登录被拒，throttled 限流，blocked 某一类请求被 Jira 前面的设备拦下，manual 人工暂停。',
        ],
        kind: 'stat',
        width: 6,
        limits: { bad: 1 },
        queries: [{ expr: highest('guance_jira_paused', 'reason'), legend: '{{reason}}' }],
      },
      {
        title: 'Duplicates absorbed · 吸收的重复',
        about: ['Deliveries of events that were known already, in this range.', '时段内被识别并吸收的重复投递。'],
        kind: 'stat',
        width: 3,
        queries: [
          {
            expr: 'sum(increase(guance_jira_accepted_events_total{job=~"$job", status="duplicate"}[$__range]))',
            legend: '',
          },
        ],
      },
    ],
  },
  {
    title: 'Where alerts go · 告警去向',
    panels: [
      {
        title: 'Deliveries by answer and token · 投递（按应答与 token）',
        about: [
          '202 is accepted; 401 a wrong token; 413 too large; 503 neither Redis nor disk takes it.',
          '202 已接收；401 token 错误；413 过大；503 Redis 与磁盘都无法接收。',
        ],
        kind: 'lines',
        width: 8,
        unit: 'reqps',
        queries: [{ expr: rate('guance_jira_deliveries_total', 'status, token'), legend: '{{status}} {{token}}' }],
      },
      {
        title: 'Accepted events · 已接收事件',
        about: ['Queued, duplicate (absorbed), or spooled (on disk).', 'queued 入队，duplicate 重复，spooled 落盘。'],
        kind: 'lines',
        width: 8,
        unit: 'ops',
        stacked: true,
        queries: [{ expr: rate('guance_jira_accepted_events_total', 'status'), legend: '{{status}}' }],
      },
      {
        title: 'Events by outcome · 事件结果',
        about: ['What became of events. Failed needs a person.', '事件的最终结果。failed 需要人工处理。'],
        kind: 'lines',
        width: 8,
        unit: 'ops',
        stacked: true,
        queries: [{ expr: rate('guance_jira_events_total', 'outcome'), legend: '{{outcome}}' }],
      },
      {
        title: 'Events by route, in this range · 时段内各路由',
        about: ['Events by route and outcome.', '按路由与结果统计的事件数。'],
        kind: 'table',
        width: 12,
        queries: [
          {
            expr: 'sort_desc(sum by (route, outcome) (increase(guance_jira_events_total{job=~"$job"}[$__range])) > 0)',
            legend: '',
          },
        ],
      },
      {
        title: 'Fields that Jira refuses · 被 Jira 拒绝的字段',
        about: [
          'Issues went without these fields. Correct the route, or the screen in Jira.',
          '单缺少这些字段。请修改路由规则或 Jira 界面方案。',
        ],
        kind: 'table',
        width: 12,
        queries: [
          {
            expr: 'sort_desc(sum by (route, field) (increase(guance_jira_rejected_fields_total{job=~"$job"}[$__range])) > 0)',
            legend: '',
          },
        ],
      },
    ],
  },
  {
    title: 'Latency · 延迟',
    panels: [
      {
        title: 'Answer to Guance · 应答观测云',
        about: ['Guance gives up after about five seconds.', '观测云约五秒后放弃。'],
        kind: 'lines',
        width: 12,
        unit: 's',
        limits: { bad: 2 },
        queries: [0.5, 0.95, 0.99].map((q) => ({
          expr: quantile(q, 'guance_jira_delivery_seconds'),
          legend: `p${q * 100}`,
        })),
      },
      {
        title: 'Webhook to issue · 从投递到建单',
        about: [
          'Seconds from the webhook to the created issue, with all the waiting for Jira.',
          '从收到投递到单建立的秒数，含等待 Jira 的时间。',
        ],
        kind: 'lines',
        width: 12,
        unit: 's',
        queries: [0.5, 0.95, 0.99].map((q) => ({
          expr: quantile(q, 'guance_jira_event_seconds', '', ', outcome="created"'),
          legend: `p${q * 100}`,
        })),
      },
    ],
  },
];
