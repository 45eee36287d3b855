import { describe, expect, it } from 'vitest';
import { CONDITIONS } from './policy.ts';
import { type Facts, textOf } from './texts.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 25, 12, 0);
const DETAILS = {
  ...{ jira: 'https://jira.example.com', count: 3, reasons: 'Jira create: answered 400', date: '2026-12-31', days: 7 },
  ...{ problems: 'rules.yaml:3:1 no such field', events: 12, reason: 'the connection was lost', waiting: 40 },
  ...{ titles: 'disk full | cpu' },
  ...{ by: 'li', until: '2026-12-01 13:00 (UTC)' },
};
const facts = (change: Partial<Facts>): Facts => ({
  ...{ condition: 'jira_login', say: 'ill', since: NOW, now: NOW, details: DETAILS, from: 'worker @ a (guance-jira)' },
  ...change,
});

describe('textOf', () => {
  it('says in Chinese what is wrong, what it means and what to do', () => {
    const { title, lines } = textOf(facts({ condition: 'failed_events' }), 'zh');

    expect(title).toBe('[guance-jira] 故障：有事件处理失败（3 个）');
    expect(lines).toEqual([
      '最近的原因：Jira create: answered 400',
      '这些告警没有建单。请在看板的“失败”里查看原因，处理后点重试按钮。',
      '来自：worker @ a (guance-jira)',
    ]);
  });

  it('says in English since when it lasts, and at its end only that', () => {
    const lasting = { condition: 'jira_unavailable', since: NOW - 65 * MINUTE } as const;
    const still = textOf(facts({ ...lasting, say: 'still' }), 'en');
    const well = textOf(facts({ ...lasting, say: 'well' }), 'en');

    expect(still.title).toBe('[guance-jira] STILL: Jira is unavailable');
    expect(still.lines).toContainEqual(expect.stringMatching(/^Since 2026-11-25 \d\d:\d\d \(UTC.*\), for 1 h 5 min$/));
    expect(well.title).toBe('[guance-jira] RESOLVED: Jira is back');
    expect(well.lines).toHaveLength(2);
  });

  it.each([
    [7, 'The Jira token expires (2026-12-31)'],
    [1, 'The Jira token expires (2026-12-31)'],
    [0, 'The Jira token has expired (2026-12-31)'],
    [-3, 'The Jira token has expired (2026-12-31)'],
  ])('of a token with %i days left says: %s', (days, words) => {
    const { title } = textOf(facts({ condition: 'token_expires', details: { ...DETAILS, days } }), 'en');

    expect(title).toBe(`[guance-jira] PROBLEM: ${words}`);
  });

  it.each(CONDITIONS.flatMap((condition) => (['zh', 'en'] as const).map((language) => [condition, language] as const)))(
    'leaves no gap in %s in %s, whatever is said of it',
    (condition, language) => {
      for (const say of ['ill', 'still', 'worse', 'well'] as const) {
        for (const details of [DETAILS, {}]) {
          const { title, lines } = textOf(facts({ condition, say, details, since: NOW - MINUTE }), language);
          expect([title, ...lines].join('\n')).not.toMatch(/[{}]|undefined|NaN|\(\)|（）/);
          expect(/\p{Script=Han}/u.test(title)).toBe(language === 'zh');
        }
      }
    },
  );
});
