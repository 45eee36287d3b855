/** The way back, and what Guance knows that never came. */
import type { Row } from './panel.ts';

export const BACK_ROW: Row = {
  title: 'Way back · 回写',
  panels: [
    {
      title: 'Way back to Guance · 回写观测云',
      about: [
        'What changes in Jira led to in Guance, and the requests to its OpenAPI by class of answer; nothing without back in the rules.',
        'Jira 里的变化在观测云里做了什么，以及对其 OpenAPI 的请求，按应答分类；规则里没有 back 时为空。',
      ],
      kind: 'lines',
      width: 12,
      queries: [
        {
          expr: 'sum by (deed) (increase(guance_jira_back_total{job=~"$job"}[$__rate_interval]))',
          legend: '{{deed}}',
        },
        {
          expr: 'sum by (endpoint, class) (increase(guance_jira_guance_requests_total{job=~"$job"}[$__rate_interval]))',
          legend: '{{endpoint}} {{class}}',
        },
      ],
    },
    {
      title: 'Never came here · 漏收',
      about: [
        'Faults that are open in Guance but whose alerts never arrived, recoveries that never arrived (both as of the last check), and those that were caught up; empty without a key of Guance.',
        '观测云里未恢复却没有送到的故障、没有送到的恢复（以最近一次查看为准），以及已补收的；没有观测云密钥时为空。',
      ],
      kind: 'lines',
      width: 12,
      queries: [
        { expr: 'max(guance_jira_unseen_faults{job=~"$job"})', legend: 'faults · 故障' },
        { expr: 'max(guance_jira_unseen_recoveries{job=~"$job"})', legend: 'recoveries · 恢复' },
        {
          expr: 'sum by (kind) (increase(guance_jira_caught_up_total{job=~"$job"}[$__rate_interval]))',
          legend: 'caught up · 补收 {{kind}}',
        },
      ],
    },
    {
      title: 'Chart and log lines · 趋势图和日志',
      about: [
        'What new issues were given from Guance, or had to go without, by part; nothing without context in the rules.',
        '新单从观测云补上了什么、没补上什么，按项；规则里没有 context 时为空。',
      ],
      kind: 'lines',
      width: 24,
      queries: [
        {
          expr: 'sum by (part, end) (increase(guance_jira_context_total{job=~"$job"}[$__rate_interval]))',
          legend: '{{part}} {{end}}',
        },
      ],
    },
  ],
};
