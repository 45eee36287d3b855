import type { FieldSchema } from '@guance-jira/jira';
import { parseRules } from '@guance-jira/mapping';
import { type FieldOnScreen, type PlacedRoute, placesOf } from '@guance-jira/operations';
import { describe, expect, it } from 'vitest';
import { wordsIn } from '../words/words-in.ts';
import { checkRequired } from './check-required.ts';

const field = (kind: FieldSchema['kind'], change: Partial<FieldOnScreen> = {}): FieldOnScreen => ({
  ...{ id: 'customfield_9', name: 'Stage', required: true, hasDefault: false, kind, choices: null, allowed: null },
  ...change,
});
const choices = (...texts: string[]) => texts.map((text, index) => ({ id: String(index), text }));
const STAGES = { choices: choices('prod', 'stage') };

function checks(screen: FieldOnScreen[], options: string, more = '', language: 'en' | 'zh' = 'en') {
  const yaml = `defaults: { project: OPS, issueType: Bug, group: fault }\npeople: { duty: pacher }\n${more}\nroutes: [{ name: r, ${options} }]`;
  const rules = parseRules(yaml, 'rules.yaml');
  const [route] = rules.routes.flatMap((one) => (one.kind === 'issue' ? placesOf(one) : []));
  return checkRequired(route as PlacedRoute, rules, screen, wordsIn(language));
}
const told = (...args: Parameters<typeof checks>) => checks(...args).map(({ level, text }) => `${level} ${text}`);
const of = (value: string) => `fields: { Stage: ${value} }`;

describe('a required field that every alert fills is green', () => {
  it.each<[string, FieldOnScreen, string]>([
    ['a text around the variable', field('text'), of('"on {{ tags.host }}"')],
    ['a default', field('text'), of(`"{{ tags.env | default: 'none' }}"`)],
    ['a branch for the rest', field('text'), of('"{% if tags.env %}{{ tags.env }}{% else %}none{% endif %}"')],
    ['what every alert has', field('text'), of('"{{ df_title }} {{ df_event_id }}"')],
    ['the level', field('text'), of('"{{ level }}"')],
    [
      'a list to choose from',
      field('option', STAGES),
      of('{ template: "{{ tags.env }}", allow: [prod], else: stage }'),
    ],
    ['its time', field('date'), of('"{{ timestamp }}"')],
    ['another time, or else this', field('datetime'), of('"{{ df_issue_start_time | default: timestamp }}"')],
    ['a number, or else one', field('number'), of('"{{ df_monitor_checker_value | default: 0 }}"')],
    ['a person of a list', field('user'), of('{ template: "{{ tags.o }}", allow: [duty], else: duty }')],
    ['a fixed choice', field('option', STAGES), of('prod')],
    ['what the match asks for', field('text'), `match: { tags.env: "*" }, ${of('"{{ tags.env }}"')}`],
    [
      'what the match asks for, among its choices',
      field('option', STAGES),
      `match: { tags.env: [prod, STAGE] }, ${of('"{{ tags.env }}"')}`,
    ],
    ['one with a default of its own', field('text', { hasDefault: true }), of('"{{ tags.env }}"')],
    ['one that is not required', field('text', { required: false }), of('"{{ tags.env }}"')],
    [
      'the levels that the match lets through',
      field('option', { choices: choices('critical', 'error') }),
      `match: { level: [critical, error] }, ${of('"{{ level }}"')}`,
    ],
    [
      'a security level, or else one',
      field('security', { id: 'security', choices: choices('Internal'), required: false }),
      `fields: { security: { template: "{{ tags.l }}", allow: [Internal], else: Internal } }`,
    ],
  ])('%s', (_, screen, options) => {
    expect(told([screen], options)).toEqual([]);
  });
});

describe('a required field that an alert may leave open is told', () => {
  const NAME = 'Stage (customfield_9) is required, and';

  it.each<[string, FieldOnScreen, string, string]>([
    ['a tag', field('text'), of('"{{ tags.env }}"'), 'produces nothing if an alert has no suitable tags.env'],
    ['an empty default', field('text'), of(`"{{ tags.env | default: '' }}"`), 'produces nothing if'],
    [
      'without which the route makes none',
      field('text', { required: false }),
      `required: [stage], ${of('"{{ tags.env }}"')}`,
      'produces nothing if an alert has no suitable tags.env',
    ],
    [
      'a choice',
      field('option', STAGES),
      of('"{{ tags.env }}"'),
      'produces nothing if an alert has no suitable tags.env, or may produce a value that is not among its choices',
    ],
    ['a default that is no choice', field('option', STAGES), of(`"{{ tags.e | default: 'x' }}"`), 'not among'],
    [
      'a word of the match that is none',
      field('option', STAGES),
      `match: { tags.e: [prod, dev] }, ${of('"{{ tags.e }}"')}`,
      'not among',
    ],
    [
      'a branch that is none',
      field('option', STAGES),
      of(`"{% if tags.e == 'p' %}produ{% else %}stage{% endif %}"`),
      'not among',
    ],
    ['a level', field('text'), of(`"{% if level == 'info' %}{% else %}x{% endif %}"`), 'produces nothing at info'],
    ['a level that is no choice', field('option', STAGES), of('"{{ level }}"'), 'not among'],
    [
      'several of which none is sure',
      field('options', STAGES),
      of('["{{ tags.a }}", "{{ tags.b }}"]'),
      'tags.a, tags.b',
    ],
    ['in the form of Jira', field('option', STAGES), of('{ value: "{{ tags.env }}" }'), 'tags.env'],
    ['a number', field('number'), of('"{{ tags.n | default: 0 }}"'), 'may produce a value that is not a number'],
    ['the measured value', field('number'), of('"{{ df_monitor_checker_value }}"'), 'produces nothing if'],
    ['a time', field('date'), of('"{{ df_issue_start_time }}"'), 'produces nothing if'],
    [
      'a text for a time',
      field('datetime'),
      of('"{{ tags.day | default: timestamp }}"'),
      'may produce a value that is not a time',
    ],
    ['an address', field('url'), of('"{{ df_event_link }}"'), 'produces nothing if'],
    [
      'a person',
      field('user'),
      of(`"{{ tags.owner | default: 'duty' }}"`),
      'a person or group that Jira does not know',
    ],
    ['a group', field('groups'), of(`"{{ tags.team | default: 'sre' }}"`), 'a person or group that Jira does not know'],
  ])('%s', (_, screen, options, what) => {
    const found = told([screen], options);

    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`warn ${NAME}`);
    expect(found[0]).toContain(what);
    expect(found[0]).toMatch(/: such an alert fails$/);
  });

  it('with the expression and both cures, the choices of Jira among them', () => {
    expect(checks([field('option', STAGES)], of('"{{ tags.env }}"'))[0]?.text).toContain('{{ tags.env }}');
    expect(checks([field('option', STAGES)], of('"{{ tags.env }}"'))[0]?.todo).toBe(
      'write { template: "{{ tags.env }}", allow: ["prod", "stage"], else: "prod" }: else is used if an alert has none of the list',
    );
    expect(checks([field('option')], of('"{{ tags.env }}"'))[0]?.todo).toBe(
      `write "{{ tags.env | default: '…' }}", or { template: "{{ tags.env }}", allow: ["…", …], else: "…" }`,
    );
    expect(checks([field('date')], of('"{{ df_issue_start_time }}"'))[0]?.todo).toContain(
      '"{{ df_issue_start_time | default: timestamp }}"',
    );
  });

  it('with the fallback, where one takes such an alert', () => {
    const fallback = 'fallback: { project: NEW, issueType: Task }';
    const level = field('security', { id: 'security', required: false });

    expect(told([field('text')], of('"{{ tags.env }}"'), fallback)[0]).toMatch(/goes to the fallback \(NEW \/ Task\)$/);
    expect(
      told([level], 'fields: { security: "{{ tags.l }}" }', 'fallback: { project: OPS, issueType: Task }'),
    ).toEqual([expect.stringMatching(/such an alert fails$/)]);
  });

  it.each([
    ['priority', 'priority: { critical: High }', 'produces nothing at fatal, error, warning, nodata, info'],
    [
      'assignee',
      'assignee: "{{ tags.owner }}"',
      'produces nothing if an alert has no suitable tags.owner, or may name',
    ],
  ] as const)('also as %s, which has a key of its own', (id, options, what) => {
    const kind = id === 'assignee' ? 'user' : 'named';

    expect(told([field(kind, { id, name: id })], options)).toEqual([expect.stringContaining(what)]);
  });

  it('in red where no alert whatever gives a value', () => {
    expect(checks([field('text')], of('"{% assign x = 1 %}"')).map(({ level }) => level)).toEqual(['bad']);
    expect(checks([field('text')], of('"  "')).map(({ level }) => level)).toEqual(['bad']);
  });

  it('in Chinese where the terminal is', () => {
    expect(told([field('option', STAGES)], of('"{{ tags.env }}"'), '', 'zh')).toEqual([
      'warn Stage (customfield_9) 必填，而 {{ tags.env }} 在告警没有合适的 tags.env 时为空，或可能不在可选值中：这样的告警建单失败',
    ]);
  });
});
