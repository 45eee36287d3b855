import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRules, RulesInvalid } from '../index.ts';
import { problemsOf } from './problems.test-helper.ts';

const head = 'defaults: { group: fault, project: P, issueType: T }\n';
const deep = `${'['.repeat(200)}${']'.repeat(200)}`;

describe('what YAML reads otherwise than it is meant', () => {
  it.each([
    ['match: { level: !fatal }', 37, /!fatal without quotes is a YAML tag/, /"!fatal"/],
    ['match: { a: [*-test, x] }', 34, /\*-test without quotes is a YAML alias/, /"\*-test"/],
    ['match: { a: 007 }', 33, /007 without quotes is 7/, /"007"/],
    ['match: { a: 1.0 }', 33, /1\.0 without quotes is 1$/, /"1\.0"/],
    ['match: { a: True }', 33, /True without quotes is true/, /"True"/],
    ['match: { a: 12345678901234567890 }', 33, /quotes is 12345678901234567000/, /"12345678901234567890"/],
    ['fields: { a: 12345678901234567890 }', 34, /quotes is 12345678901234567000/, /"12345678901234567890"/],
    ['summary: {{ df_title }}', 30, /is a YAML map/, /"\{\{ df_title \}\}"/],
    ['match: { __proto__: x }', 30, /no key can have this name/, /remove/],
    ['match: { ? [a] : b }', 32, /a key must be a text/, /key: value/],
    ['match: { !!binary x : b }', 39, /a key must be a text/, /key: value/],
    ['match: { a: &x [b, *x] }', 40, /alias/, /quotes/],
    [`fields: { a: ${deep} }`, 127, /nested too deeply/, /nothing in the rules/],
    ['fields: { a: .nan }', 31, /a value that JSON knows, not NaN/, /such as fields/],
    ['assignee: @dba', 31, /cannot start with reserved character @/, /goes in quotes/],
    ['summary: {{ df_title }} x', 0, /./, /goes in quotes/],
    ['recover: { transition: category: done }', 0, /./, /goes in quotes/],
  ])('%s', (options, column, message, hint) => {
    const [problem] = problemsOf(`${head}routes: [{ name: a, ${options} }]`);
    expect(problem).toMatchObject({
      line: 2,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
    if (column > 0) expect(problem?.column).toBe(column);
  });

  it.each([
    ['two documents', `${head}routes: [{ name: a }]\n---\nx: 1\n`, 3, /second document/, /remove the line ---/],
    ['a tab', `${head}routes:\n\t- name: a\n`, 3, /Tabs/, /indent with spaces/],
    ['crooked indents', `${head}routes:\n  - name: a\n    match: { b: c }\n   project: P\n`, 5, /./, /indentation/],
    ['an open quote', `${head}routes: [{ name: "a }]\n`, 3, /./, /goes in quotes/],
    ['no map at all', 'hello', 1, /expected a map/, /see config/],
    ['depth without end', `routes: ${'['.repeat(20_000)}`, 1, /nested too deeply/, /./],
    [
      'aliases without end',
      `${head}a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c]`,
      1,
      /alias/,
      /write out/,
    ],
  ])('%s', (_name, yaml, line, message, hint) => {
    const problems = problemsOf(yaml);
    expect(problems[0]).toMatchObject({
      line,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
    expect(problems.length).toBeLessThanOrEqual(5);
  });
});

describe('what YAML may hold', () => {
  it.each([
    [
      'a byte order mark and the line ends of Windows',
      `\uFEFF${head}routes:\r\n  - name: a\r\n    match: { b: c }\r\n`,
    ],
    ['aliases', `${head.replace('{', '&d {')}routes: [{ name: a, match: { b: &x [c, d] , e: *x } }]`],
    [
      'texts over several lines',
      `${head}routes:\n  - name: a\n    summary: >-\n      {{ df_title }}\n      ({{ level }})\n`,
    ],
  ])('%s', (_name, yaml) => {
    expect(parseRules(yaml, 'r').routes[0]?.name).toBe('a');
  });

  it('counts columns after a byte order mark as editors do', () => {
    expect(problemsOf('\uFEFFx: 1\n')[0]).toMatchObject({ line: 1, column: 1, path: 'x' });
  });
});

describe('the example with anything typed into it', () => {
  const example = readFileSync(new URL('../../../../config/rules.example.yaml', import.meta.url), 'utf8');
  const typed = fc.oneof(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ': ',
      '- ',
      '\n  ',
      '*a',
      '&a ',
      '!x ',
      '!!binary ',
      '!!set ',
      '"',
      "'",
      '|',
      '<<: *a',
      '? ',
    ),
    fc.constantFrom(
      'null',
      '.inf',
      '0x1F',
      '__proto__',
      'constructor',
      '\t',
      '\u0000',
      '🔥',
      '\uD800',
      '--- ',
      '{{',
      '{% if %}',
      '#',
    ),
    fc.string({ maxLength: 8 }),
  );
  const edit = fc.record({ at: fc.nat(example.length), text: typed, cut: fc.nat(12) });

  it('is taken, or refused with places and hints; nothing else', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const text = edits.reduce((all, { at, text, cut }) => all.slice(0, at) + text + all.slice(at + cut), example);
        try {
          parseRules(text, 'r');
        } catch (error) {
          if (!(error instanceof RulesInvalid)) throw error;
          expect(error.problems.length).toBeGreaterThan(0);
          for (const { line, column, hint } of error.problems) {
            expect(Math.min(line, column)).toBeGreaterThan(0);
            expect(hint).toBeTruthy();
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
