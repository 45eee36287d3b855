import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftFor } from '../issue/map-event.ts';
import { parseRules } from '../rules/parse.ts';
import { readAlert } from '../source/read-alert.ts';
import { mayRaise } from './priority.ts';

const RULES = parseRules(
  `
defaults: { group: fault }
routes:
  - name: teams
    project: { template: "{{ tags.jira_project }}", allow: [OPS, DBA], else: SRE }
    issueType: { template: "{{ tags.kind }}", allow: [bug, Bug, 故障], else: Task }
    priority: { template: "{{ tags.priority }}", allow: [Highest, High], else: Low }
fallback: { project: OPS, issueType: Task }
`,
  'rules.yaml',
);
const [route] = RULES.routes;
if (route?.kind !== 'issue') throw new Error('the rules have a route');
const drafted = (tags: object, raw: object = {}) =>
  draftFor(
    readAlert({ df_dimension_tags: tags, df_status: 'critical', ...raw }, { eventId: 'e', receivedAt: 0 }),
    route,
    RULES,
  );

describe('a list of which the event chooses', () => {
  it.each([
    [{ jira_project: 'DBA' }, 'DBA'],
    [{ jira_project: ' dba\n' }, 'DBA'],
    [{ jira_project: 'Ops' }, 'OPS'],
    [{ jira_project: 'NEW' }, 'SRE'],
    [{ jira_project: 'SRE' }, 'SRE'],
    [{ jira_project: 'OPS, DBA' }, 'SRE'],
    [{ jira_project: '{{ x }}' }, 'SRE'],
    [{ jira_project: '' }, 'SRE'],
    [{}, 'SRE'],
  ])('gives of %j the project %s', (tags, project) => {
    expect(drafted(tags).draft.project).toBe(project);
  });

  it('gives a type and a priority as it has them, and one in the very case before one in another', () => {
    const { draft } = drafted({ kind: 'Bug', priority: 'HIGHEST' });
    expect([draft.issueType, draft.priority]).toEqual(['Bug', 'Highest']);
    expect(drafted({ kind: '故障' }).draft.issueType).toBe('故障');
  });

  it('says where the event names none of them, and nothing where it names one', () => {
    const { warnings } = drafted({ jira_project: 'NEW', kind: 'Bug' });
    expect(warnings).toEqual([
      'project: "NEW" is not allowed, so it is SRE',
      'priority: the template gives nothing, so it is Low',
    ]);
  });

  it('cuts what it says of a long value', () => {
    const { warnings } = drafted({ jira_project: 'x'.repeat(10_000), kind: 'Bug', priority: 'High' });
    expect(warnings[0]?.length).toBeLessThan(120);
  });

  it('leads to the fallback where Jira refuses what was chosen, unless that is the same place', () => {
    expect(drafted({ jira_project: 'DBA', kind: 'Bug' }).fallback).toMatchObject({ project: 'OPS', issueType: 'Task' });
    expect(drafted({ jira_project: 'OPS', kind: 'nothing' }).fallback).toBeNull();
  });

  it('gives no project but its own, whatever the event holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.jsonValue(), (tags, said, value) => {
        const raw = { anything: value, project: said, jira_project: said };
        return ['OPS', 'DBA', 'SRE'].includes(drafted({ ...tags, jira_project: said }, raw).draft.project);
      }),
    );
  });
});

describe('a priority out of a list, for a fault that gets worse', () => {
  it.each([
    ['High', 'Highest', true],
    ['low', 'High', true],
    ['Highest', 'High', false],
    ['High', 'Low', false],
    ['High', 'high', false],
    [null, 'Low', true],
    ['Blocker', 'Highest', false],
  ])('from %s to %s: %s', (from, to, may) => {
    expect(mayRaise(route.priority, from, to)).toBe(may);
  });

  it('is compared by no list where each level has its own', () => {
    expect(mayRaise({ critical: 'High' }, 'Blocker', 'High')).toBe(true);
  });
});
