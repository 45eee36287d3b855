import { describe, expect, it } from 'vitest';
import { type FaultComment, faultComment, writeAdf, writeWiki } from '../index.ts';

const at = (clock: string) => Date.parse(`2023-08-26T${clock}+08:00`);
const look = { language: 'zh', timezone: 'Asia/Shanghai', route: 'database', beside: at('14:25:00') } as const;
const text = (comment: FaultComment, language: 'zh' | 'en' = 'zh') => {
  const [paragraph] = faultComment(comment, { ...look, language }).children;
  const [node] = paragraph?.type === 'paragraph' ? paragraph.children : [];
  return node?.type === 'text' ? node.value : null;
};
const asItIs = { end: 'as_it_is' } as const;

describe('faultComment', () => {
  const rows: [FaultComment, zh: string, en: string][] = [
    [
      {
        kind: 'level',
        at: at('15:52:00'),
        from: 'critical',
        to: 'error',
        value: '91',
        priority: { end: 'kept', name: 'Highest' },
        closed: false,
      },
      '等级变化 15:52:00：紧急 → 重要，当前值 91。优先级保持 Highest。',
      'Level changed 15:52:00: Critical → Error, value 91. Priority stays Highest.',
    ],
    [
      {
        kind: 'level',
        at: at('15:52:00'),
        from: null,
        to: 'fatal',
        value: null,
        priority: { end: 'raised', from: 'High', to: 'Highest' },
        closed: false,
      },
      '等级变化 15:52:00：未知等级 → 致命。优先级 High → Highest。',
      'Level changed 15:52:00: Unknown level → Fatal. Priority High → Highest.',
    ],
    [
      {
        kind: 'level',
        at: at('15:52:00'),
        from: 'error',
        to: 'critical',
        value: '99',
        priority: { end: 'refused', to: 'Highest' },
        closed: false,
      },
      '等级变化 15:52:00：重要 → 紧急，当前值 99。优先级无法提升为 Highest。请检查路由 database。',
      'Level changed 15:52:00: Error → Critical, value 99. Priority could not be raised to Highest. Please check route database.',
    ],
    [
      {
        kind: 'level',
        at: at('15:52:00'),
        from: 'error',
        to: 'critical',
        value: null,
        priority: null,
        closed: true,
      },
      '等级变化 15:52:00：重要 → 紧急。此问题已由他人关闭，因此未作改动。',
      'Level changed 15:52:00: Error → Critical. Somebody has closed this issue, so it was left as it is.',
    ],
    [
      { kind: 'repeat', at: at('16:00:00'), since: at('15:00:00'), count: 12, value: '88' },
      '自 15:00:00 起重复 12 次，最近一次 16:00:00，当前值 88。',
      'Repeated 12 times since 15:00:00, last 16:00:00, value 88.',
    ],
    [
      {
        kind: 'recovered',
        at: at('17:02:00'),
        lastedS: 9420,
        status: { end: 'moved', from: '处理中', to: '已解决' },
      },
      '已恢复 17:02:00，本轮持续 2 小时 37 分。状态：处理中 → 已解决。',
      'Recovered 17:02:00, this round lasted 2 h 37 min. Status: 处理中 → 已解决.',
    ],
    [
      { kind: 'recovered', at: at('17:02:00'), lastedS: 60, by: ' 张三\n', status: { end: 'as_it_is' } },
      '已恢复 17:02:00（张三 手动恢复），本轮持续 1 分。',
      'Recovered 17:02:00 (by hand: 张三), this round lasted 1 min.',
    ],
    [
      {
        kind: 'recovered',
        at: at('17:02:00'),
        lastedS: null,
        status: { end: 'not_offered', wanted: 'Done / Resolved', stoppedAt: null },
      },
      '已恢复 17:02:00。没有可用的流转（Done / Resolved），状态未改变。请检查路由 database。',
      'Recovered 17:02:00. No such transition is offered (Done / Resolved), so the status was not changed. Please check route database.',
    ],
    [
      {
        kind: 'recovered',
        at: at('17:02:00'),
        lastedS: 1,
        status: { end: 'refused', wanted: 'Done', words: 'resolution:\n required' },
      },
      '已恢复 17:02:00，本轮持续 1 秒。Jira 拒绝了流转 Done（resolution: required），状态未改变。请检查路由 database。',
      'Recovered 17:02:00, this round lasted 1 s. Jira refused the transition Done (resolution: required), so the status was not changed. Please check route database.',
    ],
    [
      {
        kind: 'recovered',
        at: at('17:02:00'),
        lastedS: 1,
        status: { end: 'refused', wanted: 'Done', words: 'x', stoppedAt: 'In Progress' },
      },
      '已恢复 17:02:00，本轮持续 1 秒。Jira 拒绝了流转 Done（x），状态停在 In Progress。请检查路由 database。',
      'Recovered 17:02:00, this round lasted 1 s. Jira refused the transition Done (x), so the status is In Progress. Please check route database.',
    ],
    [
      { kind: 'again', at: at('22:10:00'), afterS: 18_480, status: { end: 'moved', from: 'Done', to: 'To Do' } },
      '再次触发 22:10:00（距恢复 5 小时 8 分），已重新打开。',
      'Triggered again 22:10:00 (5 h 8 min after the recovery), reopened.',
    ],
    [
      { kind: 'again', at: Date.parse('2023-08-27T01:00:00+08:00'), afterS: null, status: asItIs },
      '再次触发 2023-08-27 01:00:00。',
      'Triggered again 2023-08-27 01:00:00.',
    ],
    [
      { kind: 'late', at: at('15:00:00'), level: 'critical', value: '95' },
      '迟到的事件 15:00:00：紧急，当前值 95。更新的事件已先处理，状态不变。',
      'Late event 15:00:00: Critical, value 95. A newer event was handled first, so nothing was changed.',
    ],
  ];
  it.each(rows)('%j', (comment, zh, en) => {
    expect(text(comment)).toBe(zh);
    expect(text(comment, 'en')).toBe(en);
  });

  it('cannot be made markup by a value or a status of Jira, in either form', () => {
    const comment = faultComment(
      { kind: 'repeat', at: 0, since: 0, count: 1, value: '{code}[~admin] *x*\u0000'.repeat(40) },
      look,
    );

    expect(writeWiki(comment)).not.toMatch(/(?<!\\)\[~|(?<!\\)\{code/);
    expect(JSON.stringify(writeAdf(comment))).not.toContain('mention');
    expect(writeWiki(comment).length).toBeLessThan(500);
  });
});
