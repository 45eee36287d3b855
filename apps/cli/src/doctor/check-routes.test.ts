import type { PlacedRoute } from '@guance-jira/operations';
import { expect, it } from 'vitest';
import { type Check, check } from '../command-line/check.ts';
import { wordsIn } from '../words/words-in.ts';
import { checkRoutes } from './check-routes.ts';

const at = (name: string, issueType: string, ...checks: Check[]) => ({
  route: { kind: 'issue', name, project: 'OPS', issueType } as unknown as PlacedRoute,
  checks,
});
const bad = (code: string, text = code) => check('type', code, 'bad', { text, todo: `cure of ${text}` });
const warn = (text: string) => check('people', 'not_assignable', 'warn', { text, todo: 'choose another' });
const told = (...routes: ReturnType<typeof at>[]) =>
  checkRoutes(routes, wordsIn('en')).map(({ level, text }) => `${level} ${text}`);

it('names the route, its place and the cure, the worst first', () => {
  const checks = checkRoutes(
    [at('web', 'Bug', warn('no such person')), at('web', 'Task'), at('dba', 'Bug', bad('type_missing'))],
    wordsIn('en'),
  );

  expect(checks).toEqual([
    { topic: 'routes', code: 'type_missing', level: 'bad', text: 'dba: type_missing', todo: 'cure of type_missing' },
    {
      ...{ topic: 'routes', code: 'not_assignable', level: 'warn' },
      ...{ text: 'web (OPS / Bug): no such person', todo: 'choose another' },
    },
  ]);
});

it('is one green line where Jira takes all, and none for what is told by project', () => {
  expect(told(at('web', 'Bug'), at('dba', 'Bug'))).toEqual(['ok Jira accepts what 2 routes ask for']);
  expect(told(at('web', 'Bug', bad('project_missing')))).toEqual([]);
});

it('counts what is more than a few', () => {
  const many = Array.from({ length: 9 }, (_, n) => at(`r${n}`, 'Bug', bad('type_missing', `no type ${n}`)));
  expect(told(...many)).toHaveLength(7);
  expect(told(...many).at(-1)).toBe('bad 3 more');
});
