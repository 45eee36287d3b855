/** The way back: what changes in Jira led to in Guance. */
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
      width: 24,
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
  ],
};
