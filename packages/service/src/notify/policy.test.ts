import { describe, expect, it } from 'vitest';
import { CONDITIONS, type Condition, decide, type Known } from './policy.ts';

const MINUTE = 60_000;
const AFTER = 5 * MINUTE;
/** Minutes into a story, and the level seen then. */
type Look = readonly [minute: number, level: number];

/** What is said in the course of a story. Every look counts; those between the given ones see the same as the one before. */
function told(condition: Condition, looks: readonly Look[], until = (looks.at(-1)?.[0] ?? 0) + 2): string[] {
  const said: string[] = [];
  let known: Known | null = null;
  for (let minute = 0; minute <= until; minute += 0.5) {
    const level = looks.findLast(([at]) => at <= minute)?.[1] ?? 0;
    const decision = decide(known, { condition, level }, minute * MINUTE, AFTER);
    if (decision.say) said.push(`${minute} ${decision.say}`);
    known = decision.known;
  }
  return said;
}

const HOURS = 60;
const DAYS = 24 * HOURS;

describe('decide', () => {
  it.each<[string, Known, number, string[]]>([
    ['that an illness is over', { since: 0, told: 1, toldAt: 0, level: 1, goneAt: 600 * MINUTE }, 0, ['1 well']],
    ['an illness', { since: 600 * MINUTE, told: 0, toldAt: 0, level: 0, goneAt: null }, 1, ['5 ill']],
  ])('tells %s although the clock was ten hours ahead when it was seen first', (_what, seen, level, expected) => {
    const said: string[] = [];
    let known: Known | null = seen;
    for (let minute = 0; minute <= 6 && said.length === 0; minute += 0.5) {
      const decision = decide(known, { condition: 'jira_unavailable', level }, minute * MINUTE, AFTER);
      if (decision.say) said.push(`${minute} ${decision.say}`);
      known = decision.known;
    }

    expect(said).toEqual(expected);
  });

  it.each<[Condition, string, readonly Look[], number | undefined, string[]]>([
    [
      'jira_login',
      'is told at once, and its end after a minute',
      [
        [3, 1],
        [10, 0],
      ],
      undefined,
      ['3 ill', '11 well'],
    ],
    ['refusing', 'is told at once', [[3, 1]], undefined, ['3 ill']],
    [
      'rules_invalid',
      'is told at once',
      [
        [3, 1],
        [4, 0],
      ],
      undefined,
      ['3 ill', '5 well'],
    ],
    [
      'jira_unavailable',
      'is told after five minutes',
      [
        [3, 1],
        [9, 0],
      ],
      undefined,
      ['8 ill', '10 well'],
    ],
    [
      'spooling',
      'is told after five minutes',
      [
        [3, 1],
        [9, 0],
      ],
      undefined,
      ['8 ill', '10 well'],
    ],
    [
      'no_worker',
      'is told after five minutes',
      [
        [3, 1],
        [9, 0],
      ],
      undefined,
      ['8 ill', '10 well'],
    ],
    [
      'jira_unavailable',
      'of four minutes is never told, nor its end',
      [
        [3, 1],
        [7, 0],
      ],
      undefined,
      [],
    ],
    [
      'jira_unavailable',
      'must last in one piece',
      [
        [0, 1],
        [4, 0],
        [4.5, 1],
        [9, 0],
      ],
      undefined,
      [],
    ],
    [
      'jira_unavailable',
      'that comes and goes within a minute goes on',
      [
        [0, 1],
        [6, 0],
        [6.5, 1],
        [8, 0],
      ],
      undefined,
      ['5 ill', '9 well'],
    ],
    [
      'jira_login',
      'is called to mind at growing distances, in the end once a day',
      [[0, 1]],
      3 * DAYS,
      ['0 ill', '60 still', '300 still', '1020 still', '2460 still', '3900 still'],
    ],
    [
      'failed_events',
      'is told at the first one, and its end',
      [
        [1, 1],
        [30, 0],
      ],
      undefined,
      ['1 ill', '31 well'],
    ],
    ['failed_events', 'does not say again what has not grown', [[1, 7]], 9 * DAYS, ['1 ill']],
    [
      'failed_events',
      'that grows is told at growing distances',
      Array.from({ length: 6 * 60 }, (_, minute): Look => [minute, minute]),
      undefined,
      ['1 ill', '11 worse', '71 worse', '311 worse'],
    ],
    [
      'failed_events',
      'counts from what people have left',
      [
        [1, 5],
        [20, 2],
        [60, 3],
      ],
      undefined,
      ['1 ill', '60 worse'],
    ],
    [
      'failed_events',
      'after a quiet day is told as quickly as the first time',
      [
        [0, 1],
        [10, 2],
        [70, 3],
        [3 * DAYS, 4],
        [3 * DAYS + 10, 5],
      ],
      undefined,
      ['0 ill', '10 worse', '70 worse', '4320 worse', '4330 worse'],
    ],
    [
      'token_expires',
      'is told at each step at once and not between, and a new token ends it',
      [
        [0, 1],
        [7 * DAYS, 2],
        [7 * DAYS + 1, 3],
        [8 * DAYS, 0],
      ],
      undefined,
      ['0 ill', '10080 worse', '10081 worse', '11521 well'],
    ],
  ])('%s %s', (condition, _what, looks, until, expected) => {
    expect(told(condition, looks, until)).toEqual(expected);
  });

  it('says again what did not get through, and remembers since when', () => {
    const seen = { condition: 'jira_login', level: 1 } as const;
    const first = decide(null, seen, 0, AFTER);
    const second = decide(first.unsaid, seen, 30_000, AFTER);
    const wellAgain = decide(second.known, { ...seen, level: 0 }, 60_000, AFTER);
    const wellUnsaid = decide(wellAgain.unsaid, { ...seen, level: 0 }, 200_000, AFTER);

    expect([first.say, second.say, second.known?.since]).toEqual(['ill', 'ill', 0]);
    expect([wellUnsaid.say, decide(wellUnsaid.unsaid, { ...seen, level: 0 }, 230_000, AFTER).say]).toEqual([
      'well',
      'well',
    ]);
  });

  it.each(CONDITIONS)('%s in good health says nothing and remembers nothing', (condition) => {
    expect(decide(null, { condition, level: 0 }, 5, AFTER)).toEqual({ say: null, known: null, unsaid: null });
  });
});
