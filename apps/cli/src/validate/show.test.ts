import { parseRules } from '@guance-jira/mapping';
import { placesOf } from '@guance-jira/operations';
import { describe, expect, it } from 'vitest';
import { type Check, check } from '../command-line/check.ts';
import { lookFor } from '../command-line/format.ts';
import { wordsIn } from '../words/words-in.ts';
import { showRoutes } from './show.ts';

const [route] = parseRules(
  'routes: [{ name: sre, project: SRE, issueType: Bug, group: fault }]',
  'test.yaml',
).routes.flatMap((one) => (one.kind === 'issue' ? placesOf(one) : []));
if (route === undefined) throw new Error('there is one');

const fine = check('project', 'project', 'ok', 'SRE');
const unproven = check('recovery', 'recovery_unproven', 'unknown', 'a recovery is not proven from In Progress');
const untold = check('project', 'rights_unknown', 'unknown', 'Jira does not show the permissions');

function lastLines(checks: readonly Check[], count: { bad: number; warn: number }, language: 'en' | 'zh' = 'en') {
  const shown = showRoutes([{ route: route as never, checks }], count, wordsIn(language), lookFor(false));
  return shown.slice(shown.lastIndexOf('\n\n')).trim().split('\n');
}

describe('the last lines of validate', () => {
  it('say that Jira would take everything only where everything was looked at', () => {
    expect(lastLines([fine], { bad: 0, warn: 0 })).toEqual(['Jira would take everything.']);
    expect(lastLines([fine, untold], { bad: 0, warn: 0 })).toEqual(['Jira would take what could be checked.']);
  });

  it('name the routes whose recovery may be refused, whatever else was found', () => {
    const said = expect.stringMatching(/^The recovery of sre is not proven: /);

    expect(lastLines([fine, unproven], { bad: 0, warn: 0 })).toEqual(['Jira would take what could be checked.', said]);
    expect(lastLines([unproven], { bad: 1, warn: 0 })).toEqual([
      expect.stringContaining('1 thing would prevent'),
      said,
    ]);
    expect(lastLines([unproven], { bad: 0, warn: 0 }, 'zh')).toEqual([
      '能检查到的内容，Jira 都会接受。',
      expect.stringMatching(/^sre 的恢复未经验证/),
    ]);
  });
});

describe('what was found of a route with several places', () => {
  const at = (issueType: string, ...checks: Check[]) => ({ route: { ...route, issueType } as never, checks });
  const priority = check('priority', 'priority_missing', 'warn', { text: 'no priority P0', todo: 'there are: High' });
  const type = check('type', 'type_missing', 'bad', { text: 'no type', todo: 'write one of: Bug' });

  it('is told once, with the places where it does not hold for all', () => {
    const routes = [at('Bug', priority), at('Task', priority, type), at('Story', priority, type)];

    const shown = showRoutes(routes, { bad: 1, warn: 1 }, wordsIn('en'), lookFor(false));
    expect(shown.match(/no priority P0/g)).toHaveLength(1);
    expect(shown).toMatch(/^sre\n.*no priority P0\n.*there are: High\n\nsre \(SRE \/ Task, SRE \/ Story\)\n.*no type/m);
  });
});
