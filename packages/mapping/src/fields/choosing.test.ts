import { describe, expect, it } from 'vitest';
import { draftFor } from '../issue/map-event.ts';
import { parseRules } from '../rules/parse.ts';
import { problemsOf } from '../rules/problems.test-helper.ts';
import { readAlert } from '../source/read-alert.ts';
import { closingOf } from './closing.ts';

const yaml = (value: string) => `
routes:
  - name: r
    project: OPS
    issueType: Bug
    group: fault
    fields: { Environment class: ${value} }
    recover: { fields: { Environment class: ${value} } }
`;
const LIST = '{ template: "{{ tags.env }}", allow: [prod, test], else: production }';

function drafted(value: string, env: string) {
  const rules = parseRules(yaml(value), 'rules.yaml');
  const [route] = rules.routes;
  if (route?.kind !== 'issue') throw new Error('it makes issues');
  const event = readAlert({ df_dimension_tags: { env } }, { eventId: 'e', receivedAt: 0 });
  const { draft, warnings } = draftFor(event, route, rules);
  const closing = closingOf(route, event).fields['Environment class'];
  return { field: draft.fields['Environment class'], closing, warnings };
}

describe('a field of which the event chooses the value', () => {
  it.each([
    ['prod', 'prod', []],
    [' TEST ', 'test', []],
    ['stage', 'production', ['fields.Environment class: "stage" is not allowed, so it is production']],
    ['', 'production', ['fields.Environment class: the template gives nothing, so it is production']],
  ])('is for %j %s, in a new issue and on a closing screen', (env, expected, warnings) => {
    expect(drafted(LIST, env)).toEqual({ field: expected, closing: expected, warnings });
  });

  it('may be one of several in a list', () => {
    expect(drafted(`[db, ${LIST}]`, 'prod').field).toEqual(['db', 'prod']);
  });

  it.each([
    ['{ template: "{{ x }}", allow: [prod] }', '"else" must be a name: what it is where none of the list fits'],
    ['{ allow: [prod], else: prod }', '"template" must be a text'],
    ['{ template: "{{ x }}", allow: [], else: prod }', '"allow" must be a list of names'],
    ['{ template: "{{ x }}", allow: ["{{ y }}"], else: prod }', '"allow" must be a list of names'],
    [
      '{ template: "{{ x }}", allow: [a], else: a, default: b }',
      '"default" is unknown beside template, allow and else',
    ],
    ['{ template: "{{ x", allow: [a], else: a }', 'not closed'],
  ])('is refused as %s', (value, message) => {
    const [problem] = problemsOf(yaml(value));
    expect(problem?.message).toContain(message);
    expect(problem?.hint).toMatch(/such as/);
  });
});
