import { expect, it } from 'vitest';
import { parseRules, problemText, RulesInvalid, type RulesProblem } from '../index.ts';
import { ruleProblemInChinese } from './rules-in-chinese.ts';
import { toldProblemInChinese } from './told-problem-in-chinese.ts';

it.each([
  'routes: [{ name: db, project: OPS, issueType: Bug, group: each }]',
  'routes: [{ name: db, project: OPS, issueType: Bug, group: fault, projekt: X }]',
  'routes: [{ name: db, project: "{{ a }}", issueType: Bug, group: fault }]',
  'routes: [{ name: a, project: OPS, issueType: Bug, group: fault, match: { level: sever } }]',
  'routes: 7',
  'defaults: {}',
  'routes: [{ name: a, ignore: true, match: { tags.host: *db } }]',
])('what a worker tells of %s is as Chinese as the problem itself', (text) => {
  const problems = problemsOf(text);

  expect(problems).not.toEqual([]);
  for (const problem of problems) {
    const { file, line, column, path, message, hint } = ruleProblemInChinese(problem);
    const at = `${file}:${line}:${column}：${path === '' ? '' : `${path}：`}`;
    expect(message).toMatch(/\p{Script=Han}/u);
    expect(toldProblemInChinese(problemText(problem))).toBe(`${at}${message}${hint === null ? '' : `（${hint}）`}`);
  }
});

it.each(['r.yaml:1:2: something new', 'ENOENT: no such file', ''])('%j stays as it is', (text) => {
  expect(toldProblemInChinese(text)).toBe(text);
});

function problemsOf(text: string): readonly RulesProblem[] {
  try {
    parseRules(text, 'r.yaml');
  } catch (error) {
    if (error instanceof RulesInvalid) return error.problems;
    throw error;
  }
  return [];
}
