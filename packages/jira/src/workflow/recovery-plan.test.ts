import { closingOf, issueRouteNamed, parseRules } from '@guance-jira/mapping';
import { expect, it } from 'vitest';
import { event } from '../testing/drafts.ts';
import type { Transition } from '../tracker/records/transitions.ts';
import { missingOn, recoveryPlan } from './recovery-plan.ts';

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

it.each<[value: string, sent: string[], missing: string[], unfit: (string | RegExp)[]]>([
  ['customfield_1: prod', ['customfield_1'], [], []],
  ['STAGE: prod', ['customfield_1'], [], []],
  ['Stage: dev', [], ['Stage'], ['Stage (customfield_1): "dev" is not among its choices']],
  ['Twin: x', [], ['Stage'], ['Twin: is the name of several fields (customfield_2, customfield_3); write the id']],
  ['customfield_3: x', ['customfield_3'], ['Stage'], []],
  ['Stage: "{{ tags.nothing }}"', [], ['Stage'], []],
])('what is sent to a closing screen, what it misses and what does not fit: %s', (value, sent, missing, unfit) => {
  const [route] = parseRules(
    `routes: [{ name: all, project: OPS, issueType: Task, group: fault, recover: { fields: { ${value} } } }]`,
    'rules.yaml',
  ).routes;
  if (route?.kind !== 'issue') throw new Error('it makes issues');
  const field = (id: string, name: string) => ({ id, name, required: false, kind: 'text', allowed: null }) as const;
  const allowed = [{ id: '1', text: 'prod' }];
  const resolve: Transition = {
    ...{ id: '31', name: 'Resolve', to: { name: 'Done', category: 'done' }, resolution: null },
    screen: [
      { ...field('customfield_1', 'Stage'), required: true, kind: 'option', allowed },
      ...[field('customfield_2', 'Twin'), field('customfield_3', 'Twin')],
    ],
  };
  const along = recoveryPlan(route, closingOf(route, event())).along(resolve);

  expect(along.fields?.map((one) => one.field.id)).toEqual(sent);
  expect(missingOn(resolve, along)).toEqual(missing);
  expect((along.unfit ?? []).map((one) => `${one.field}: ${one.reason}`)).toEqual(unfit);
});
