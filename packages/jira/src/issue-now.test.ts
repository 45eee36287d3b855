/** Answers of Jira about an existing issue, whole, localised, and with parts missing. */
import { describe, expect, it } from 'vitest';
import { issueNow, statusesIn, transitionsIn } from './issue-now.ts';

const nobody = () => Promise.reject(new Error('whoAmI must not be asked'));
const me = async () => new Set(['me', 'me-before']);
const status = (name: string, key: string) => ({ name, statusCategory: { key, name: '任意' } });
const issue = (fields: object = {}, rest: object = {}) => ({
  id: '10001',
  key: 'OPS-1',
  fields: { status: status('处理中', 'indeterminate'), ...fields },
  ...rest,
});
const change = (field: string, author: object | null, created = '2023-08-26T15:29:00.000+0800') => ({
  author,
  created,
  items: [{ field, from: '1', to: '2' }],
});
const history = (...histories: object[]) => ({ changelog: { startAt: 0, total: histories.length, histories } });

describe('an issue as Jira tells it', () => {
  it('is read whole, names as the project has them', async () => {
    const answer = issue(
      {
        resolution: { name: '不予处理' },
        resolutiondate: '2023-08-26T16:00:00.000+0800',
        priority: { id: '1', name: '最高' },
      },
      {
        ...history(change('status', { name: 'me' }), change('status', { name: 'lina' }, '2023-08-26T08:00:00.000Z')),
        properties: {
          'guance-jira': { v: 1, marker: 'gj-1', eventId: 'e', faultKey: 'f', route: 'disks' },
        },
      },
    );

    expect(await issueNow(answer, nobody)).toEqual({
      id: '10001',
      key: 'OPS-1',
      status: { name: '处理中', category: 'indeterminate' },
      resolution: '不予处理',
      resolvedAt: Date.parse('2023-08-26T08:00:00Z'),
      statusChangedAt: Date.parse('2023-08-26T08:00:00Z'),
      statusChanges: [
        { by: 'me', at: Date.parse('2023-08-26T07:29:00Z') },
        { by: 'lina', at: Date.parse('2023-08-26T08:00:00Z') },
      ],
      historyIsWhole: true,
      priority: '最高',
      priorityIsTheirs: false,
      property: { v: 1, marker: 'gj-1', eventId: 'e', faultKey: 'f', route: 'disks' },
    });
  });

  it.each([
    ['fields that are missing', issue()],
    ['fields that are null', issue({ resolution: null, resolutiondate: null, priority: null })],
    ['a date that is none', issue({ resolutiondate: 'yesterday' })],
    ['an empty history', issue({}, history())],
    ['a property of another kind', issue({}, { properties: { 'guance-jira': { v: 2, marker: 'gj-1' } } })],
    ['properties of others', issue({}, { properties: { 'sd.tour.started': { value: true } } })],
  ])('with %s has none of them', async (_says, answer) => {
    expect(await issueNow(answer, nobody)).toMatchObject({
      resolution: null,
      resolvedAt: null,
      statusChangedAt: null,
      priority: null,
      priorityIsTheirs: false,
      property: null,
    });
  });

  it.each([
    ['none', history(), true],
    ['a few', history(...Array(39).fill(change('labels', null))), true],
    ['as many as Cloud may give at most', history(...Array(40).fill(change('labels', null))), false],
    ['fewer than are counted', { changelog: { total: 3, histories: [change('status', null)] } }, false],
    ['a few, uncounted', { changelog: { histories: [change('status', null)] } }, true],
    ['no history', {}, false],
  ])('shows all of its changes, or perhaps not: %s', async (_says, rest, whole) => {
    expect((await issueNow(issue({}, rest), nobody)).historyIsWhole).toBe(whole);
  });

  it.each([
    ['a status without a category', { name: 'Odd' }, { name: 'Odd', category: 'undefined' }],
    ['a category that Jira may yet invent', status('Odd', 'paused'), { name: 'Odd', category: 'undefined' }],
    ['a status without a name', { statusCategory: { key: 'done' } }, { name: '', category: 'done' }],
  ])('%s', async (_says, given, read) => {
    expect((await issueNow(issue({ status: given }), nobody)).status).toEqual(read);
  });

  it.each([
    ['nobody has changed it', [change('labels', { accountId: 'lina' })], false],
    ['only we have', [change('priority', { accountId: 'me' }), change('priority', { name: 'me' })], false],
    ['somebody has', [change('priority', { accountId: 'lina' })], true],
    ['somebody has, and we after', [change('priority', { name: 'lina' }), change('priority', { name: 'me' })], true],
    ['somebody whom Jira does not name', [change('priority', null)], true],
    ['somebody without a name', [change('priority', {})], true],
  ])('its priority is a person’s when %s: %#', async (_says, changes, theirs) => {
    expect((await issueNow(issue({}, history(...changes)), me)).priorityIsTheirs).toBe(theirs);
  });

  it.each([
    ['nobody has changed one', [change('labels', { accountId: 'lina' })], []],
    ['only we have', [change('Measured', { name: 'me' })], []],
    ['somebody has', [change('measured', { name: 'lina' })], ['Measured']],
    [
      'somebody has, and we after',
      [change('Measured', { name: 'lina' }), change('Measured', { name: 'me' })],
      ['Measured'],
    ],
    ['the history has another word for it', [change('Component', { name: 'lina' })], ['components']],
    [
      'it is known by its id',
      [{ ...change('数值', { name: 'lina' }), items: [{ field: '数值', fieldId: 'customfield_1' }] }],
      ['customfield_1'],
    ],
  ])('fields that were asked for are a person’s when %s: %#', async (_says, changes, theirs) => {
    const answer = issue({}, history(...changes));
    const { theirs: found = [] } = await issueNow(answer, me, ['customfield_1', 'Measured', 'components']);
    expect(found).toEqual(theirs);
  });

  it('costs no question who we are where no followed field was changed', async () => {
    const answer = issue({}, history(change('labels', { name: 'lina' })));
    expect(await issueNow(answer, nobody, ['customfield_1'])).not.toHaveProperty('theirs');
  });

  it('is not judged while Jira does not say who we are', async () => {
    const answer = issue({}, history(change('priority', { name: 'me' })));

    await expect(issueNow(answer, nobody)).rejects.toThrow('whoAmI');
  });

  it.each([
    ['no id', { ...issue(), id: undefined }],
    ['an id that is no number', { ...issue(), id: '10001/comment' }],
    ['a key that is none', { ...issue(), key: '../OPS-1' }],
    ['no fields', { id: '10001', key: 'OPS-1' }],
    ['no status', { id: '10001', key: 'OPS-1', fields: {} }],
  ])('with %s is no answer', async (_says, answer) => {
    await expect(issueNow(answer, nobody)).rejects.toMatchObject({ facts: { cause: 'unexpected' } });
  });
});

describe('transitions as Jira tells them', () => {
  const to = status('已完成', 'done');
  const read = (fields: object | undefined) =>
    transitionsIn({ transitions: [{ id: '31', name: '完成', to, ...(fields ? { fields } : {}) }] })[0];

  it('are read with what their screen asks', () => {
    const resolution = { required: true, allowedValues: [{ id: '1', name: '完成' }, { name: '重复' }] };

    expect(read({ resolution, comment: { required: false } })).toEqual({
      id: '31',
      name: '完成',
      to: { name: '已完成', category: 'done' },
      resolution: { required: true, allowed: ['完成', '重复'] },
      screen: [],
    });
  });

  it.each([
    ['no fields (an old Jira)', undefined, null],
    ['a screen without a resolution', {}, null],
    ['a resolution that is not required', { resolution: { required: false } }, { required: false, allowed: [] }],
    ['a resolution that says nothing', { resolution: {} }, { required: false, allowed: [] }],
  ])('%s', (_says, fields, resolution) => {
    expect(read(fields)?.resolution).toEqual(resolution);
  });

  it('may be none: without the right to move an issue the list is empty', () => {
    expect(transitionsIn({ transitions: [] })).toEqual([]);
  });
});

describe('the statuses of a project', () => {
  const types = [
    { id: '1', name: '故障', statuses: [{ name: '待办', statusCategory: { key: 'new' } }] },
    { id: '2', name: 'Task', statuses: [{ name: 'Verified', statusCategory: { key: 'done' } }] },
  ];
  it.each([
    ['1', ['待办']],
    ['3', ['待办', 'Verified']],
    [undefined, ['待办', 'Verified']],
  ])('for the issue type %s are %j', (typeId, names) => {
    expect(statusesIn(types, typeId).map(({ name }) => name)).toEqual(names);
  });

  it('are those of all its issue types', () => {
    const answer = [
      { name: '故障', statuses: [status('待办', 'new'), status('已完成', 'done')] },
      { name: 'Task', statuses: [{ name: 'Odd' }] },
    ];

    expect(statusesIn(answer)).toEqual([
      { name: '待办', category: 'new' },
      { name: '已完成', category: 'done' },
      { name: 'Odd', category: 'undefined' },
    ]);
  });
});
