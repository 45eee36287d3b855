import { expect, it } from 'vitest';
import { planFor } from '../issue/map-event.ts';
import { parseRules } from '../rules/parse.ts';
import { readAlert } from '../source/read-alert.ts';

function prioritiesBy(options: string, defaults = '', status = 'critical') {
  const rules = parseRules(
    `defaults: { project: OPS, issueType: Task, group: fault${defaults} }
routes: [{ name: all${options} }]
fallback: { project: ALL, issueType: Task }`,
    'rules.yaml',
  );
  const plan = planFor(readAlert({ df_status: status }, { eventId: 'e', receivedAt: 0 }), rules);
  return plan.action === 'open' ? [plan.draft.priority, plan.fallback?.priority] : plan;
}

it.each([
  ['critical', 'Highest'],
  ['error', 'High'],
  ['nodata', 'Medium'],
  ['info', 'Low'],
  ['p0', null],
])('gives an event of level %s the priority %s where the rules name none, also by the fallback', (status, name) => {
  expect(prioritiesBy('', '', status)).toEqual([name, name]);
});

it.each([
  [', priority: project-default', ''],
  [', priority: { critical: project-default, error: High }', ''],
  [', priority: { template: "{{ df_status }}", allow: [High], else: project-default }', ''],
])('leaves it to the project with %j and the defaults %j', (options, defaults) => {
  expect(prioritiesBy(options, defaults)).toMatchObject([null, expect.anything()]);
});

it('gives the fallback the priorities of the defaults, which may be the only ones that this Jira has', () => {
  expect(prioritiesBy('', ', priority: { critical: P1 }')).toEqual(['P1', 'P1']);
  expect(prioritiesBy('', ', priority: project-default')).toEqual([null, null]);
});
