import type { Transition } from '@guance-jira/jira';
import { parseRules, type Rules } from '@guance-jira/mapping';
import type { FieldOnScreen } from '@guance-jira/operations';
import { type PlacedRoute, type PlaceFacts, placesOf, type SiteFacts } from '@guance-jira/operations';
import { describe, expect, it } from 'vitest';
import { wordsIn } from '../words/words-in.ts';
import { checkRoute } from './check-route.ts';

const field = (id: string, change: Partial<FieldOnScreen> = {}): FieldOnScreen => ({
  id,
  name: `the ${id}`,
  required: false,
  hasDefault: false,
  kind: 'any',
  choices: null,
  allowed: null,
  ...change,
});

const SCREEN = [
  field('project', { required: true }),
  field('issuetype', { required: true }),
  field('summary', { required: true }),
  field('reporter', { required: true }),
  field('description'),
  field('labels'),
  field('assignee'),
  field('priority', { required: true, hasDefault: true, allowed: ['Highest', 'High', 'Medium', 'Low'] }),
  field('customfield_1', { allowed: ['Production', 'Test'] }),
];
const RIGHTS = Object.fromEntries(
  [
    'BROWSE_PROJECTS',
    'CREATE_ISSUES',
    'ADD_COMMENTS',
    'TRANSITION_ISSUES',
    'ASSIGN_ISSUES',
    'EDIT_ISSUES',
    'LINK_ISSUES',
  ].map((right) => [right, true]),
);
const PLACE: PlaceFacts = {
  project: { key: 'OPS', name: 'Operations' },
  projectKeys: null,
  permissions: RIGHTS,
  issueTypes: [
    { id: '1', name: 'Bug', subtask: false },
    { id: '2', name: 'Sub', subtask: true },
  ],
  screen: SCREEN,
  assignable: new Map<string, boolean | null>([
    ['pacher', true],
    ['ghost', false],
    ['veiled', null],
  ]),
  known: new Map<string, boolean | null>([
    ['pacher', true],
    ['ghost', false],
  ]),
  groups: new Map([
    ['sre', true],
    ['nobody', false],
  ]),
  roles: ['Developers'],
  statuses: [{ name: 'Done', category: 'done' }],
  seen: [],
};
const SITE: SiteFacts = {
  priorities: ['High', 'Low'],
  resolutions: ['Done', "Won't Do"],
  fieldNames: new Map([
    ['customfield_2', 'Cost'],
    ['assignee', 'Assignee'],
  ]),
};

function allChecks(options: string, place: Partial<PlaceFacts> = {}, site: Partial<SiteFacts> = {}) {
  const yaml = `defaults: { project: OPS, issueType: Bug, group: fault }\npeople: { duty: pacher, lost: ghost }\nroutes:\n  - name: r\n    ${options}\n`;
  const rules: Rules = parseRules(yaml, 'test.yaml');
  const [route] = rules.routes;
  return checkRoute(
    route as PlacedRoute,
    rules,
    { place: { ...PLACE, ...place }, site: { ...SITE, ...site } },
    wordsIn('en'),
  );
}
function checks(...args: Parameters<typeof allChecks>) {
  return allChecks(...args)
    .filter(({ level }) => level !== 'ok')
    .map(({ code, level, text, todo }) => ({ code, level, text, todo }));
}
const codes = (...args: Parameters<typeof checks>) => checks(...args).map(({ code, level }) => `${level} ${code}`);
const without = (...ids: string[]) => ({ screen: SCREEN.filter(({ id }) => !ids.includes(id)) });
/** A screen with one more field, of this kind. */
const of = (kind: FieldOnScreen['kind'], required = false) => {
  const choices = kind.startsWith('option') ? [{ id: '1', text: 'prod' }] : null;
  return { screen: [...SCREEN, field('customfield_9', { kind, required, choices })] };
};
const denied = (...rights: string[]) => ({
  permissions: { ...RIGHTS, ...Object.fromEntries(rights.map((right) => [right, false])) },
});
const TO_DO = { name: 'To Do', category: 'new' } as const;
const offers = (...transitions: Transition[]) => ({ seen: [{ key: 'OPS-1', status: TO_DO, transitions }] });
const close: Transition = { id: '31', name: 'Close it', to: { name: 'Done', category: 'done' }, resolution: null };
const cancel: Transition = { ...close, id: '81', name: 'Cancel', to: { name: 'Cancelled', category: 'done' } };
const screened: Transition = {
  ...close,
  screen: [{ id: 'customfield_20001', name: 'Root cause', required: true, kind: 'text', allowed: null }],
};
const twins: Transition = {
  ...close,
  screen: [
    { id: 'customfield_1', name: 'Twin', required: false, kind: 'text', allowed: null },
    { id: 'customfield_2', name: 'Twin', required: false, kind: 'text', allowed: null },
    { id: 'customfield_3', name: 'Lasted', required: false, kind: 'number', allowed: null },
  ],
};
const start: Transition = {
  id: '11',
  name: 'Start',
  to: { name: 'In Progress', category: 'indeterminate' },
  resolution: null,
};

const AT_START = { key: 'OPS-1', status: TO_DO, transitions: [start] };
const UNDER_WAY = { key: 'OPS-2', status: start.to, transitions: [screened] };

describe('a route with a chart', () => {
  const chart = 'context: { chart: true }';

  it('needs the right to add attachments, as no other does', () => {
    expect(codes(chart, denied('CREATE_ATTACHMENTS'))).toEqual(['warn rights_useful']);
    expect(codes(chart, { permissions: { ...RIGHTS, CREATE_ATTACHMENTS: true } })).toEqual([]);
    expect(codes('context: { logs: { query: "L::x" } }', denied('CREATE_ATTACHMENTS'))).toEqual([]);
  });
});

describe('a route before Jira', () => {
  it.each<[string, string, Partial<PlaceFacts>, string[]]>([
    ['all is well', 'priority: High', {}, []],
    ['no such project', 'priority: High', { project: null }, ['bad project_missing']],
    ['a former key', 'project: OLD', {}, ['warn project_key']],
    ['may not create', 'priority: High', denied('CREATE_ISSUES'), ['bad rights_missing']],
    ['may not browse', 'priority: High', denied('BROWSE_PROJECTS'), ['bad rights_missing']],
    ['may not comment', 'priority: High', denied('ADD_COMMENTS', 'LINK_ISSUES'), ['warn rights_useful']],
    ['rights untold', 'priority: High', { permissions: null }, ['unknown rights_unknown']],
    ['no such type', 'issueType: 故障', {}, ['bad type_missing']],
    ['another case is another type', 'issueType: bug', {}, ['bad type_missing']],
    ['a sub-task', 'issueType: Sub', {}, ['bad type_subtask']],
    ['types untold', 'priority: High', { issueTypes: null }, ['unknown types_unknown']],
    ['screen untold', 'priority: High', { screen: null }, ['unknown screen_unknown']],
    [
      'a required field nobody fills',
      'labels: [x]',
      { screen: [...SCREEN, field('customfield_9', { required: true })] },
      ['bad field_required'],
    ],
    [
      'one with a default',
      'priority: High',
      { screen: [...SCREEN, field('customfield_9', { required: true, hasDefault: true })] },
      [],
    ],
    [
      'one that the route fills',
      'fields: { customfield_9: x }',
      { screen: [...SCREEN, field('customfield_9', { required: true })] },
      [],
    ],
    [
      'a required assignee that is left to the project',
      'labels: [x]',
      { screen: [...without('assignee').screen, field('assignee', { required: true })] },
      ['bad field_required'],
    ],
    ['a field off the screen', 'fields: { customfield_2: x }', {}, ['warn field_off_screen']],
    ['a field that is nowhere', 'fields: { customfield_3: x }', {}, ['warn field_unknown']],
    ['a choice that is not offered', 'fields: { customfield_1: { value: Prod } }', {}, ['warn value_unknown']],
    ['a choice that is', 'fields: { customfield_1: { value: Test } }', {}, []],
    ['a choice by template', 'fields: { customfield_1: { value: "{{ env }}" } }', {}, []],
    [
      'an unknown choice in a list',
      'fields: { customfield_1: [{ value: Test }, { value: No }] }',
      {},
      ['warn value_unknown'],
    ],
    ['a field by its name', 'fields: { "The customfield_1": { value: Test } }', {}, []],
    [
      'a required field by its name',
      'fields: { Cost: 9 }',
      { screen: [...SCREEN, field('customfield_9', { name: 'Cost', kind: 'number', required: true })] },
      [],
    ],
    [
      'one whose template may give nothing',
      'fields: { Cost: "{{ x }}" }',
      { screen: [...SCREEN, field('customfield_9', { name: 'Cost', kind: 'number', required: true })] },
      ['warn required_uncertain'],
    ],
    [
      'a name that two fields have',
      'fields: { Twin: x }',
      { screen: [...SCREEN, field('customfield_8', { name: 'Twin' }), field('customfield_9', { name: 'Twin' })] },
      ['bad field_ambiguous'],
    ],
    [
      'a name of what has a key of its own',
      'fields: { 标签: x }',
      { screen: [...SCREEN.filter(({ id }) => id !== 'labels'), field('labels', { name: '标签', kind: 'labels' })] },
      ['warn field_own'],
    ],
    ['a name of nothing', 'fields: { Nonesuch: x }', {}, ['warn field_unknown']],
    ['a name of what is off the screen', 'fields: { cost: x }', {}, ['warn field_off_screen']],
    [
      'the same without which the route makes none',
      'required: [cost]\n    fields: { cost: x }',
      {},
      ['bad field_off_screen'],
    ],
    [
      'a value of one without which the route makes none',
      'required: [customfield_9]\n    fields: { customfield_9: x }',
      of('number'),
      ['bad value_unfit'],
    ],
    ['a text that is no number', 'fields: { customfield_9: about ten }', of('number'), ['warn value_unfit']],
    ['the same where it is required', 'fields: { customfield_9: x }', of('number', true), ['bad value_unfit']],
    ['a text that is a number', 'fields: { customfield_9: "300" }', of('number'), []],
    ['a number by template', 'fields: { customfield_9: "{{ value }}" }', of('number'), []],
    ['a text that is no day', 'fields: { customfield_9: next week }', of('date'), ['warn value_unfit']],
    ['a sprint by its name', 'fields: { customfield_9: Ops sprint 9 }', of('sprint'), []],
    ['a choice in another case', 'fields: { customfield_9: PROD }', of('option'), []],
    ['a choice that is not there', 'fields: { customfield_9: { value: No } }', of('option'), ['warn value_unknown']],
    [
      'a list to choose from that holds another',
      'fields: { customfield_9: { template: "{{ x }}", allow: [prod, stage], else: prod } }',
      of('option'),
      ['warn value_unknown'],
    ],
    [
      'a form that no choice has',
      'fields: { customfield_9: { template: "{{ x }}" } }',
      of('option'),
      ['bad value_object'],
    ],
    ['the same in a list', 'fields: { customfield_9: [prod, { vale: prod }] }', of('options'), ['bad value_object']],
    ['the form of a cascade', 'fields: { customfield_9: { value: prod, child: { value: x } } }', of('cascade'), []],
    ['one of several that is not', 'fields: { customfield_9: "prod, no" }', of('options'), ['warn value_unknown']],
    [
      'a sub-task with its parent',
      'issueType: Sub\n    fields: { parent: { key: OPS-1 } }',
      { screen: [...SCREEN, field('parent', { kind: 'issue', required: true })] },
      [],
    ],
    ['no such priority', 'priority: { critical: Blocker, error: High }', {}, ['warn priority_missing']],
    [
      'a Jira without the priorities that a route has where it names none',
      'labels: [x]',
      { screen: SCREEN.map((one) => (one.id === 'priority' ? { ...one, allowed: ['P1'] } : one)) },
      ['warn priority_missing'],
    ],
    ['priority left to the project', 'priority: project-default', without('priority'), []],
    ['priority off the screen', 'priority: High', without('priority'), ['warn priority_off_screen']],
    ['labels off the screen', 'priority: High', without('labels'), ['warn labels_off_screen']],
    ['a person who can be assigned', 'assignee: duty', {}, []],
    ['one who cannot', 'assignee: lost', {}, ['warn not_assignable']],
    ['one of whom Jira does not tell', 'assignee: veiled', {}, ['unknown people_unknown']],
    ['a person off the screen', 'assignee: duty', without('assignee'), ['warn field_off_screen']],
    ['whoever the event names, one of whom cannot', 'assignee: "{{ x }}"', {}, ['warn not_assignable']],
    ['nobody', 'assignee: unassigned', {}, []],
    ['a person in a field', 'fields: { customfield_9: duty }', of('user'), []],
    ['one whom Jira does not know', 'fields: { customfield_9: [duty, lost] }', of('users'), ['warn named_unknown']],
    ['one of whom it does not tell', 'fields: { customfield_9: veiled }', of('user'), ['unknown named_untold']],
    ['the same where it is required', 'fields: { customfield_9: lost }', of('user', true), ['bad named_unknown']],
    ['a person by template', 'fields: { customfield_9: "{{ x }}" }', of('user'), []],
    ['watchers', 'watchers: [duty, lost, "{{ x }}"]', {}, ['warn named_unknown']],
    ['a group', 'fields: { customfield_9: sre }', of('group'), []],
    ['a group that is not there', 'fields: { customfield_9: [sre, nobody] }', of('groups'), ['warn named_unknown']],
    ['comments for a role', 'comments: { visibility: { role: Developers } }', {}, []],
    ['comments for no role', 'comments: { visibility: { role: Nonesuch } }', {}, ['warn named_unknown']],
    [
      'comments for a role of which Jira does not tell',
      'comments: { visibility: { role: Developers } }',
      { roles: null },
      ['unknown named_untold'],
    ],
    ['comments for no group', 'comments: { visibility: { group: nobody } }', {}, ['warn named_unknown']],
    [
      'internal comments where nothing is internal',
      'comments: { internal: true }',
      { project: { key: 'OPS', name: 'Operations', projectTypeKey: 'software' } },
      ['warn internal_open'],
    ],
    [
      'internal comments of a service desk',
      'comments: { internal: true }',
      { project: { key: 'OPS', name: 'Operations', projectTypeKey: 'service_desk' } },
      [],
    ],
    ['no such resolution', 'recover: { resolution: Fixed }', offers(close), ['warn resolution_missing']],
    ['a resolution that exists', 'recover: { resolution: Done }', offers(close), []],
    ['one of wontFix exists', `wontFix: [不予修复, "Won't Do"]`, {}, []],
    ['none of wontFix exists', 'wontFix: [不予修复]', {}, ['warn wont_fix_missing']],
    ['no issue yet to see transitions on', 'recover: { transition: [Done] }', {}, ['unknown transition_unchecked']],
    ['the same where any done status will do', 'recover: {}', {}, ['unknown transition_unchecked']],
    [
      'an open status in which no issue stands',
      'recover: {}',
      { ...offers(close), statuses: [TO_DO, start.to, close.to] },
      ['unknown recovery_unproven'],
    ],
    [
      'an issue in each open status',
      'recover: { fields: { Root cause: x } }',
      { seen: [AT_START, UNDER_WAY], statuses: [TO_DO, start.to, close.to] },
      [],
    ],
    ['a transition by its status', 'recover: { transition: [完成, done] }', offers(close), []],
    ['a transition by its name', 'recover: { transition: Close it }', offers(close), []],
    ['one by its category', 'recover: {}', offers(close), []],
    ['one that only cancels', 'recover: {}', offers(cancel), ['warn transition_not_solved']],
    ['one that cancels, as the rules say', 'recover: { transition: Cancelled }', offers(cancel), []],
    ['one that cancels beside one that does not', 'recover: {}', offers(cancel, close), []],
    ['a closing screen that asks for more', 'recover: {}', offers(screened), ['warn closing_required']],
    ['a closing screen that is filled', 'recover: { fields: { root cause: x } }', offers(screened), []],
    [
      'a closing screen that a recovery may leave open',
      'recover: { fields: { root cause: "{{ tags.cause }}" } }',
      offers(screened),
      ['warn closing_uncertain'],
    ],
    [
      'one that every recovery fills',
      `recover: { fields: { root cause: "{{ tags.cause | default: 'none' }}" } }`,
      offers(screened),
      [],
    ],
    [
      'a name that two of its fields have',
      'recover: { fields: { Twin: x } }',
      offers(twins),
      ['bad closing_ambiguous'],
    ],
    ['one of the two by its id', 'recover: { fields: { customfield_2: x } }', offers(twins), []],
    ['a number that is none there', 'recover: { fields: { Lasted: long } }', offers(twins), ['warn closing_unfit']],
    ['a number by template there', 'recover: { fields: { Lasted: "{{ df_issue_duration }}" } }', offers(twins), []],
    [
      'a field that the closing screen has not',
      'recover: { fields: { Root cause: x, Impact: y } }',
      offers(screened),
      ['warn closing_unknown'],
    ],
    [
      'one that is reached in steps, the second unseen',
      'recover: { transition: Done }',
      offers(start),
      ['unknown transition_in_steps'],
    ],
    ['steps whose second asks for more', 'recover: {}', { seen: [AT_START, UNDER_WAY] }, ['warn closing_required']],
    [
      'a way from one open status and none from another',
      'recover: { transition: [Close it] }',
      { seen: [AT_START, UNDER_WAY] },
      ['warn transition_missing', 'warn closing_required'],
    ],
    [
      'a screen that insists on one of no resolutions',
      'recover: {}',
      offers({ ...close, resolution: { required: true, allowed: [] } }),
      ['warn closing_required'],
    ],
    ['steps that lead nowhere', 'recover: { transition: Gone }', offers(start), ['warn transition_missing']],
    ['none of the transitions', 'recover: { transition: [完成] }', offers(close), ['warn transition_missing']],
  ])('%s', (_, options, place, expected) => {
    expect(codes(options, place)).toEqual(expected);
  });

  it.each([
    ['{ template: "{{ tags.c }}", allow: [human], else: unknown }', []],
    ['"on {{ tags.host }}"', ['closing_storm']],
    ['unknown', []],
  ])('the issue of a storm has no alert to fill a closing screen: %s', (value, found) => {
    const rules = parseRules(
      `storm: { limit: 5, window: 10m }\nroutes: [{ name: r, project: OPS, issueType: Bug, group: fault, recover: { fields: { Root cause: ${value} } } }]`,
      'test.yaml',
    );
    const [route] = rules.routes;
    const facts = { place: { ...PLACE, ...offers(screened) }, site: SITE };
    const all = checkRoute(route as PlacedRoute, rules, facts, wordsIn('en'));

    expect(all.filter(({ level }) => level !== 'ok').map(({ code }) => code)).toEqual(found);
  });

  it('names of Jira stand once, and of many choices the first five', () => {
    const choices = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
    const [off] = checks('fields: { "Root cause": x }', {}, { fieldNames: new Map([['Root cause', 'Root cause']]) });
    const [many] = checks('labels: [x]', {
      screen: [...SCREEN, field('customfield_9', { required: true, kind: 'option', allowed: choices })],
    });
    const [byName] = checks('fields: { cost: x }');

    expect(off?.text).toBe('Root cause is not on the create screen: issues are created without it');
    expect(byName?.text).toBe('Cost (customfield_2) is not on the create screen: issues are created without it');
    expect(many?.todo).toContain('(there are: A, B, C, D, E and 2 more)');
  });

  it('a wrong choice of a required field costs the issue', () => {
    const screen = [
      ...SCREEN,
      field('customfield_9', { kind: 'option', required: true, choices: [{ id: '1', text: 'prod' }] }),
    ];

    expect(checks('fields: { customfield_9: No }', { screen })).toMatchObject([
      { level: 'bad', text: expect.stringMatching(/has no choice "No": it is required, so no issue is created$/) },
    ]);
  });

  it('a value that does not fit is told with its field and what the field wants', () => {
    const [unfit] = checks('fields: { "The customfield_9": about ten }', of('number'));
    const [unknown] = checks('fields: { customfield_9: No }', of('option'));

    expect(unfit?.text).toBe(
      'the customfield_9 (customfield_9) wants a number, not "about ten": issues are created without it',
    );
    expect(unknown?.text).toBe('the customfield_9 (customfield_9) has no choice "No": issues are created without it');
  });

  it.each([
    ['Eng / Nowhere', 'there are: Eng / Backend, Eng / Web'],
    ['{ value: eng, child: { value: Nowhere } }', 'there are: Eng / Backend, Eng / Web'],
    ['Nobody / Web', 'there are: Eng, Ops'],
    ['Ops / Nowhere', 'there are: Eng, Ops'],
  ])('a cascading value whose child is wrong shows the children of its parent: %s', (value, todo) => {
    const children = ['Backend', 'Web'].map((text, id) => ({ id: `${id}`, text }));
    const choices = [
      { id: '10', text: 'Eng', children },
      { id: '11', text: 'Ops' },
    ];
    const teams = field('customfield_9', { kind: 'cascade', choices, allowed: ['Eng', 'Ops'] });

    expect(checks(`fields: { customfield_9: ${value} }`, { screen: [...SCREEN, teams] })).toMatchObject([{ todo }]);
  });

  it('the way of a recovery is told from each open status, with the issues on which it was seen', () => {
    const ways = (place: Partial<PlaceFacts>) =>
      allChecks('recover: { fields: { Root cause: x } }', place)
        .filter(({ code }) => code.startsWith('transition'))
        .map(({ level, text }) => `${level} ${text}`);

    expect(ways({ seen: [AT_START, UNDER_WAY] })).toEqual([
      'ok from To Do: Start → In Progress, Close it → Done (seen on OPS-1, OPS-2)',
      'ok from In Progress: Close it → Done (seen on OPS-2)',
    ]);
    expect(ways({ seen: [AT_START] })).toEqual([
      'unknown from To Do in several steps: Start → In Progress (seen on OPS-1); no issue is in In Progress, so the rest is not checked',
    ]);
  });

  it('a recovery that no issue shows is told with the statuses, and with what shows it', () => {
    const place = { ...offers(close), statuses: [TO_DO, start.to, { ...start.to, name: 'Waiting' }, close.to] };

    expect(checks('recover: {}', place)).toMatchObject([
      {
        text: 'a recovery is not proven from In Progress, Waiting: there is no issue of type Bug to show what closing it requires',
        todo: "put an issue of type Bug in each of these statuses (anybody's will do), and run validate again",
      },
    ]);
    expect(checks('recover: {}')[0]?.text).toContain('not proven from any status');
  });

  it('a name that two fields have is told with both ids', () => {
    const screen = [...SCREEN, field('customfield_8', { name: 'Twin' }), field('customfield_9', { name: 'Twin' })];

    expect(checks('fields: { Twin: x }', { screen })).toMatchObject([
      { level: 'bad', todo: 'write one of the ids: customfield_8, customfield_9' },
    ]);
  });

  it('each line that is not green says what to do, or what was not told', () => {
    const KNOWN = field('customfield_8', { required: true, kind: 'option', allowed: ['A', 'B'] });
    const all = [
      checks('priority: High', { project: null, projectKeys: ['WEB', 'OPSX', 'DBA'] }),
      checks('issueType: 故障'),
      checks('labels: [x]', { screen: [...SCREEN, field('customfield_9', { required: true, allowed: ['A', 'B'] })] }),
      checks('labels: [x]', { screen: [...SCREEN, KNOWN] }),
      checks('fields: { Nonesuch: x, "the customfield_8": A }', { screen: [...SCREEN, KNOWN, field('customfield_9')] }),
      checks('priority: Blocker'),
      checks('recover: { transition: 完成 }', offers(close)),
    ].flat();

    expect(all.map(({ todo }) => todo)).toEqual([
      'write the key of a project (there are: OPSX, WEB, DBA), or give the account "Browse projects" in OPS',
      'write one of: Bug',
      'add to the route, under fields:  "the customfield_9": { value: "A" } (there are: A, B)',
      'add to the route, under fields:  "the customfield_8": "A" (there are: A, B)',
      'there are: the customfield_1, the customfield_8, the customfield_9',
      'write priority: with one of these for each level, or priority: project-default; there are: Highest, High, Medium, Low',
      'it offers: Close it → Done',
    ]);
  });
});

describe('a route whose event chooses', () => {
  const route = (options: string) => {
    const [one] = parseRules(`defaults: { group: fault }\nroutes: [{ name: r, ${options} }]`, 'test.yaml').routes;
    if (one?.kind !== 'issue') throw new Error('it makes issues');
    return one;
  };

  it('is looked at once for each place that may come out of it', () => {
    const places = placesOf(
      route(
        'project: { template: "{{ tags.p }}", allow: [OPS, DBA], else: SRE }, issueType: { template: "{{ tags.k }}", allow: [Bug, Task], else: Bug }',
      ),
    );
    expect(places.map(({ project, issueType }) => `${project} ${issueType}`)).toEqual([
      ...['OPS Bug', 'OPS Task', 'DBA Bug', 'DBA Task', 'SRE Bug', 'SRE Task'],
    ]);
  });

  it.each([
    ['[High, Low], else: Low', []],
    ['[High], else: Low', []],
    ['[Low, High], else: Low', ['warn priority_order']],
    ['[High, Great], else: Low', ['warn priority_missing']],
    ['[High], else: Great', ['warn priority_missing']],
  ])('has the priorities that Jira has, from the highest down: %s', (list, found) => {
    expect(codes(`priority: { template: "{{ tags.p }}", allow: ${list} }`)).toEqual(found);
  });

  it('may let them stand in any order where nothing is raised', () => {
    expect(
      codes('raisePriority: false\n    priority: { template: "{{ tags.p }}", allow: [Low, High], else: Low }'),
    ).toEqual([]);
  });
});
