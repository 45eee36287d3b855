import { describe, expect, it } from 'vitest';
import { parseRules } from '../rules/parse.ts';
import { possibleClosings, possibleDrafts, uncertainIn } from './possible-drafts.ts';

function routeOf(options: string) {
  const rules = parseRules(`routes: [{ name: r, project: OPS, issueType: Bug, group: fault, ${options} }]`, 'r.yaml');
  const [route] = rules.routes;
  if (route?.kind !== 'issue') throw new Error('it makes issues');
  return { route, rules };
}

/** What a field may hold; `none` where it is left out. */
function values(options: string): string[] {
  const { route, rules } = routeOf(options);
  const all = possibleDrafts(route, rules).map(({ draft }) => String(draft.fields.F ?? 'none'));
  return [...new Set(all)].sort();
}
const of = (template: string) => `fields: { F: ${JSON.stringify(template)} }`;

describe('the alerts by which a route is tried', () => {
  it.each<[string, string[]]>([
    [of('{{ tags.env }}'), ['anything-else', 'none']],
    [of('{{ df_title }}'), ['title']],
    [of('{{ page.name }} {{ page.id }}'), ['anything-else anything-else', 'none']],
    [of("{% if tags.a == 'b' %}c{% else %}d{% endif %}"), ['c', 'd']],
    [`match: { tags.env: prod }, ${of('{{ tags.env }}')}`, ['prod']],
    [`match: { tags.env: [prod, "st*"] }, ${of('{{ tags.env }}')}`, ['prod', 'stanything-else']],
    [`match: { tags.env: "/^p/" }, ${of('{{ tags.env }}')}`, ['anything-else']],
    [`match: { tags.env: "!prod" }, ${of('{{ tags.env }}')}`, ['anything-else', 'none']],
    [`match: { host: web-1 }, ${of('{{ host }}')}`, ['web-1']],
    [`match: { level: [fatal, error] }, ${of('{{ level }}')}`, ['error', 'fatal']],
    [`match: { df_status: "!info" }, ${of('{{ level }}')}`, ['critical', 'error', 'fatal', 'nodata', 'warning']],
    [`match: { level: security_high, tags.a: b }, ${of('{{ tags.a }}')}`, ['b']],
  ])('%s may give %j', (options, expected) => {
    expect(values(options)).toEqual(expected);
  });

  it('are recoveries for the screen that closes the issue', () => {
    const { route, rules } = routeOf('recover: { fields: { Cause: "{{ level }} {{ tags.a }}" } }');

    expect(possibleClosings(route, rules).map(({ closing, isBare }) => [isBare, closing.fields.Cause])).toEqual([
      [true, 'ok '],
      [false, 'ok anything-else'],
    ]);
  });

  it.each([
    [of('{{ tags.env }} {{ df_title }} {{ level }}'), ['tags.env']],
    [`match: { tags.env: prod }, ${of('{{ tags.env }}{{ tags.b }}')}`, ['tags.b']],
    [`match: { tags.env: "!prod" }, ${of('{{ tags.env }}')}`, ['tags.env']],
  ])('may lack of the variables of %s only %j', (options, expected) => {
    const { route } = routeOf(options);
    const value = route.fields[0]?.[1];

    expect(value && uncertainIn(value, route)).toEqual(expected);
  });
});
