import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type AdfNode,
  moreLinkOf,
  type Plan,
  parseRules,
  planFor,
  readAlert,
  rulesFromSettings,
  withNotes,
  writeAdf,
  writeWiki,
} from '../index.ts';
import { adfFault, readTree, readWiki, visible } from '../markdown/oracles.test-helper.ts';

const sample: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../../../samples/guance/01-monitor-critical.json', import.meta.url), 'utf8'),
);
const read = (raw: object) => readAlert(raw, { eventId: 'event-f20a38aa58b54c6c8d4c9a84e655db1a', receivedAt: 0 });
const settings = rulesFromSettings({ project: 'OPS', issueType: '故障', assignee: 'pacher', priority: 'Highest' });

const rules = parseRules(
  `defaults: { project: OPS, issueType: 故障, group: fault, priority: { critical: Highest } }
people: { dba-duty: pacher }
routes:
  - { name: noise, match: { df_workspace_name: "*-test" }, ignore: true, reason: test system }
  - { name: database, match: { df_title: "/磁盘/" }, project: DBA, assignee: dba-duty, fields: { customfield_1: "{{ df_monitor_checker_value }}" } }
  - { name: broken, match: { df_title: broken }, summary: '{{ "now" | date }}' }
unmatched: fallback
fallback: { project: OPS, issueType: Task }`,
  'rules.yaml',
);

describe('planFor the sample of the Guance documentation', () => {
  const { draft, ...plan } = opened(planFor(read(sample), settings));

  it('opens the issue that the rules without a file ask for', () => {
    expect(plan).toEqual({
      action: 'open',
      recovers: false,
      route: 'default',
      group: 'event',
      faultKey: 'wksp_968577392a1c4714a464cd2f6ee42a9c/ref/13713ac25e993a37d2ca5899e2a7bba6/1693031100',
      objectKey: 'wksp_968577392a1c4714a464cd2f6ee42a9c/ref/13713ac25e993a37d2ca5899e2a7bba6',
      fallback: null,
      warnings: [],
    });
    const { description, ...rest } = draft;
    expect(description.type).toBe('root');
    expect(rest).toEqual({
      route: 'default',
      project: 'OPS',
      issueType: '故障',
      summary: '实例名称为 share 磁盘使用率过高',
      priority: 'Highest',
      assignee: { kind: 'person', id: 'pacher' },
      labels: ['guance', 'observer'],
      fields: {},
      language: 'zh',
      eventLink: sample.df_event_link,
      eventId: 'event-f20a38aa58b54c6c8d4c9a84e655db1a',
    });
  });

  it('is this in wiki markup', () => {
    expect(writeWiki(draft.description)).toBe(`{quote}
等级：critical
实例：share
内容：磁盘使用率为 100.00\\%
建议：登录华为云控制台查看 RDS 是否有异常
{quote}

[*在观测云查看此事件*|${sample.df_event_link}]

|等级|紧急（critical）|
|当前值|100|
|对象|host = share|
|触发时间|2023\\-08\\-26 15:29:00 \\(UTC\\+8\\)|
|故障开始|14:25:00，已持续 1 小时 4 分|
|检测区间|15:27:00 – 15:28:00|
|监控器|实例名称为 share 磁盘使用率过高|
|原因|满足监控器中故障的认定条件，产生故障事件|
|工作空间|observer · 中国区1（杭州）|

_由 guance\\-jira 创建 · 路由 default · event\\-f20a38aa58b54c6c8d4c9a84e655db1a_`);
  });

  it('is this in ADF', () => {
    const adf = writeAdf(draft.description);
    expect(adfFault(adf)).toBeNull();
    const text = (value: string): AdfNode => ({ type: 'text', text: value });
    const cell = (value: string): AdfNode => ({
      type: 'tableCell',
      content: [{ type: 'paragraph', content: [text(value)] }],
    });
    const row = (name: string, value: string): AdfNode => ({ type: 'tableRow', content: [cell(name), cell(value)] });
    const lines = [
      '等级：critical',
      '实例：share',
      '内容：磁盘使用率为 100.00%',
      '建议：登录华为云控制台查看 RDS 是否有异常',
    ];
    const quoted = lines.flatMap((line, index): AdfNode[] =>
      index === 0 ? [text(line)] : [{ type: 'hardBreak' }, text(line)],
    );
    expect(adf).toEqual({
      version: 1,
      type: 'doc',
      content: [
        { type: 'blockquote', content: [{ type: 'paragraph', content: quoted }] },
        {
          type: 'paragraph',
          content: [
            {
              ...text('在观测云查看此事件'),
              marks: [{ type: 'link', attrs: { href: sample.df_event_link } }, { type: 'strong' }],
            },
          ],
        },
        {
          type: 'table',
          content: [
            row('等级', '紧急（critical）'),
            row('当前值', '100'),
            row('对象', 'host = share'),
            row('触发时间', '2023-08-26 15:29:00 (UTC+8)'),
            row('故障开始', '14:25:00，已持续 1 小时 4 分'),
            row('检测区间', '15:27:00 – 15:28:00'),
            row('监控器', '实例名称为 share 磁盘使用率过高'),
            row('原因', '满足监控器中故障的认定条件，产生故障事件'),
            row('工作空间', 'observer · 中国区1（杭州）'),
          ],
        },
        {
          type: 'paragraph',
          content: [
            {
              ...text('由 guance-jira 创建 · 路由 default · event-f20a38aa58b54c6c8d4c9a84e655db1a'),
              marks: [{ type: 'em' }],
            },
          ],
        },
      ],
    });
  });

  it('has rows for the threshold and the labels of the monitor, where Guance sends them', () => {
    const more = { df_check_condition: { operator: '>=', operands: ['90'] }, df_label: '["prod","支付"]' };
    const written = writeWiki(opened(planFor(read({ ...sample, ...more }), settings)).draft.description);

    expect(written).toContain('|触发条件|>= 90|');
    expect(written).toContain('|标签|prod, 支付|');
  });

  it('says the same in both forms', () => {
    const seen = readWiki(writeWiki(draft.description));
    const meant = readTree(JSON.parse(JSON.stringify(writeAdf(draft.description))));
    expect(visible(seen.text)).toBe(visible(meant.text));
  });

  it('puts notes above the footer', () => {
    const { description } = withNotes(draft, ['经办人 pacher 无法分配，已留空。请检查路由 database。', ' ']);
    const blocks = writeWiki(description).split('\n\n');
    expect(blocks.at(-2)).toBe('经办人 pacher 无法分配，已留空。请检查路由 database。');
    expect(blocks.at(-1)).toContain('guance');
    expect(blocks).toHaveLength(5);
  });

  it('keeps link, table and footer when the message is too long', () => {
    const long = opened(planFor(read({ ...sample, df_message: '行\n\n'.repeat(12_000) }), settings));
    const blocks = writeWiki(long.draft.description, moreLinkOf(long.draft)).split('\n\n');
    expect(blocks.slice(-4)[0]).toBe(`… [内容过长，已截断。在观测云查看完整内容|${sample.df_event_link}]`);
    expect(blocks.at(-2)).toContain('触发时间');
    expect(blocks.at(-1)).toContain('event\\-f20a');
  });
});

describe('planFor', () => {
  it.each<[string, object, Partial<Plan>]>([
    ['a test notice', { df_title: '测试' }, { action: 'ignore', route: null, reason: 'notice' }],
    [
      'a route that ignores',
      { ...sample, df_workspace_name: 'a-test' },
      { action: 'ignore', route: 'noise', reason: 'route_ignores', detail: 'test system' },
    ],
    ['a recovery', { ...sample, df_status: 'ok' }, { action: 'ignore', route: 'database', reason: 'recovery' }],
    [
      'an event that no route takes',
      { ...sample, df_title: 'x' },
      { action: 'open', route: 'fallback', group: 'fault', fallback: null },
    ],
  ])('of %s', (_, raw, expected) => {
    expect(planFor(read(raw), rules)).toMatchObject(expected);
  });

  it('ignores what no route takes where the rules have no fallback', () => {
    const strict = parseRules(
      'routes: [{ name: a, match: { df_title: a }, project: P, issueType: T, group: event }]',
      'r',
    );
    expect(planFor(read(sample), strict)).toEqual({ action: 'ignore', route: null, reason: 'unmatched' });
    expect(planFor(read({ ...sample, df_status: 'ok' }), strict)).toEqual({
      action: 'ignore',
      route: null,
      reason: 'recovery',
    });
  });

  it('has a fallback that asks Jira for nothing but the required and the priority', () => {
    const plan = opened(planFor(read(sample), rules));
    expect(plan.draft).toMatchObject({
      project: 'DBA',
      priority: 'Highest',
      assignee: { id: 'pacher' },
      fields: { customfield_1: '100' },
    });
    expect(plan.fallback).toMatchObject({
      route: 'fallback',
      project: 'OPS',
      issueType: 'Task',
      priority: 'Highest',
      assignee: { kind: 'project-default' },
      fields: {},
    });
  });

  it('makes an issue of an event whose template fails, and says so', () => {
    const plan = opened(planFor(read({ df_status: 'critical', df_title: 'broken' }), rules));
    expect(plan.draft.summary).toBe('broken');
    expect(plan.warnings).toEqual([expect.stringMatching(/^summary: /)]);
  });

  it('shows only what is known, in English when Guance says so', () => {
    const plan = opened(planFor(read({ df_status: 'p0', df_language: 'en', df_message: 'a\nb' }), settings));
    expect(writeWiki(plan.draft.description)).toBe(
      'a\nb\n\n|Level|p0|\n\n_Created by guance\\-jira · route default · event\\-f20a38aa58b54c6c8d4c9a84e655db1a_',
    );
  });

  it('gives the same plan each time', () => {
    expect(planFor(read(sample), rules)).toEqual(planFor(read(sample), rules));
  });
});

function opened(plan: Plan): Extract<Plan, { action: 'open' }> {
  if (plan.action !== 'open') throw new Error(`the plan is to ${plan.action}: ${plan.reason}`);
  return plan;
}
