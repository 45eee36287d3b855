import { parseRules } from '@guance-jira/mapping';
import { expect, it } from 'vitest';
import { routeFaults } from './route-faults.ts';

type Jira = Parameters<typeof routeFaults>[0];
const FIELD = { required: true, hasDefault: false, kind: 'text', allowed: null } as const;

function jira(change: Partial<Jira> = {}): Jira {
  return {
    deployment: 'datacenter',
    project: async (key) => ({ key, name: key }),
    permissions: async (_key, wanted) => Object.fromEntries(wanted.map((right) => [right, true])),
    issueTypes: async () => [{ id: '1', name: 'Bug', subtask: false }],
    createSchema: async () => ({ type: '1', fields: [] }),
    isAssignable: async () => true,
    ...change,
  };
}
const rulesOf = (options: string) =>
  parseRules(
    `defaults: { project: OPS, issueType: Bug, group: fault }\npeople: { duty: pacher }\nroutes: [{ name: a${options} }]`,
    'rules.yaml',
  );
const faults = (change: Partial<Jira>, options = '') => routeFaults(jira(change), rulesOf(options));

it('is silent where Jira takes it all, or does not tell', async () => {
  expect(await faults({}, ', assignee: duty')).toEqual([]);
  expect(
    await faults(
      {
        permissions: async () => null,
        issueTypes: async () => null,
        createSchema: async () => null,
        isAssignable: async () => null,
      },
      ', assignee: duty',
    ),
  ).toEqual([]);
});

it.each<[string, Partial<Jira>, string, string, string[]]>([
  ['no such project', { project: async () => null }, '', 'no_project', ['OPS']],
  [
    'no right',
    { permissions: async () => ({ BROWSE_PROJECTS: true, CREATE_ISSUES: false }) },
    '',
    'no_right',
    ['CREATE_ISSUES'],
  ],
  ['no such type', {}, ', issueType: Incidentt', 'no_type', ['Bug']],
  [
    'a required field that no alert fills',
    { createSchema: async () => ({ type: '1', fields: [{ ...FIELD, id: 'customfield_1', name: 'Cause' }] }) },
    '',
    'lacks_fields',
    ['Cause (customfield_1)'],
  ],
  [
    'somebody who cannot be assigned',
    { isAssignable: async (_project, person) => person !== 'pacher' },
    ', assignee: duty',
    'not_assignable',
    ['pacher'],
  ],
])('names %s', async (_says, change, options, fault, names) => {
  expect(await faults(change, options)).toEqual([expect.objectContaining({ route: 'a', fault, names })]);
});

it('leaves to the alert what some alerts fill', async () => {
  const fields = [{ ...FIELD, id: 'customfield_1', name: 'Cause' }];

  expect(
    await faults({ createSchema: async () => ({ type: '1', fields }) }, ', fields: { Cause: "{{ tags.cause }}" }'),
  ).toEqual([]);
});
