import { closingOf, issueRouteNamed, parseRules } from '@guance-jira/mapping';
import { expect, it } from 'vitest';
import { event } from '../testing/drafts.ts';
import type { Transition } from '../tracker/records/transitions.ts';
import { recoveryPlan } from './recovery-plan.ts';

const rules = parseRules(
  `
people: { dba-duty: lina@example.com }
routes:
  - name: all
    project: OPS
    issueType: Task
    group: fault
    recover: { fields: { Closed by: dba-duty, Told: "dba-duty, {{ tags.host }}", Note: dba-duty } }
`,
  'rules.yaml',
);

it('people of a closing screen go by the name of their duty; other fields that say the same stay as they are', () => {
  const route = issueRouteNamed('all', rules);
  if (route === null) throw new Error('the rules have it');
  const field = (id: string, name: string) => ({ id, name, required: true, allowed: null });
  const resolve: Transition = {
    ...{ id: '31', name: 'Resolve', to: { name: 'Done', category: 'done' }, resolution: null },
    screen: [
      { ...field('customfield_1', 'Closed by'), kind: 'user' },
      { ...field('customfield_2', 'Told'), kind: 'users' },
      { ...field('customfield_3', 'Note'), kind: 'text' },
    ],
  };
  const { fields = [] } = recoveryPlan(route, closingOf(route, event(), rules.people)).along(resolve);

  expect(fields.map(({ field: { id }, value }) => [id, value])).toEqual([
    ['customfield_1', 'lina@example.com'],
    ['customfield_2', ['lina@example.com', 'share']],
    ['customfield_3', 'dba-duty'],
  ]);
});

it('the comment goes along to a status that the rules name, though it counts as work in progress', () => {
  const named = parseRules(
    'routes: [{ name: all, project: OPS, issueType: Task, group: fault, recover: { transition: Done, comment: over } }]',
    'rules.yaml',
  );
  const route = issueRouteNamed('all', named);
  if (route === null) throw new Error('the rules have it');
  const plan = recoveryPlan(route, closingOf(route, event()));
  const to = (name: string): Transition => ({
    ...{ id: '31', name: `To ${name}`, to: { name, category: 'indeterminate' }, resolution: null },
  });

  expect(plan.along(to('Done')).comment).toBeDefined();
  expect(plan.along(to('In Progress')).comment).toBeUndefined();
});
