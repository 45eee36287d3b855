import type { CreateSchema, FieldKind, FieldSchema } from '@guance-jira/jira';
import { event, failure, planOf } from '@guance-jira/jira/testing';
import type { IssueDraft } from '@guance-jira/mapping';
import { beforeEach, describe, expect, it } from 'vitest';
import { attempt, type Store, type TestSide, testSide } from '../../testing/test-jira.ts';
import type { Admission } from '../../throttle/circuit.ts';
import { NotAdmitted } from '../../throttle/take-slot.ts';
import { createIssue } from '../create-issue.ts';

const field = (id: string, name: string, kind: FieldKind, change: Partial<FieldSchema> = {}): FieldSchema => ({
  ...{ id, name, kind, required: false, hasDefault: false, allowed: null },
  ...change,
});
const STAGE = (...texts: string[]) =>
  field('customfield_2', 'Stage', 'option', { allowed: texts.map((text) => ({ id: text, text })) });
const schema = (...fields: FieldSchema[]): CreateSchema => ({ type: '2', fields });
const VALUE = field('customfield_1', 'Measured value', 'number');

let side: TestSide;
let store: Store;
beforeEach(() => {
  side = testSide();
  store = { records: {} };
});

async function create(fields: Record<string, unknown>) {
  const opening = { ...attempt(store), plan: planOf(event(), { fields, language: 'en' }) };
  await opening.entry.claim();
  return createIssue(opening, side);
}
const sent = () => side.tracker.creates.map(({ draft, without }) => ({ fields: draft.fields, without }));
const description = () => JSON.stringify(side.tracker.creates.at(-1)?.draft.description);

describe('an issue whose fields Jira tells of', () => {
  it('is made with one request, each value as its field wants it', async () => {
    side.tracker.schemas.push(schema(VALUE, STAGE('blue')));

    expect(await create({ 'Measured value': '100', customfield_2: 'BLUE' })).toMatchObject({ outcome: 'created' });
    expect(sent()).toEqual([{ fields: { customfield_1: 100, customfield_2: { value: 'blue' } }, without: [] }]);
    expect(side.told).toEqual([]);
  });

  it('goes without a value that does not fit, and says so', async () => {
    side.tracker.schemas.push(schema(VALUE));
    const step = await create({ 'Measured value': 'n/a' });

    expect(step).toMatchObject({
      outcome: 'created',
      warnings: ['Measured value: "n/a" is no number, so the issue went without'],
    });
    expect(sent()).toEqual([{ fields: {}, without: [] }]);
    expect(description()).toContain('Field Measured value could not be set and was left out.');
    expect(side.told).toEqual(['degraded: default Measured value']);
  });

  it('has an option that was added since', async () => {
    side.tracker.schemas.push(schema(STAGE('blue')), schema(STAGE('blue', 'green')));

    expect(await create({ Stage: 'green' })).not.toHaveProperty('warnings');
    expect(sent()).toEqual([{ fields: { customfield_2: { value: 'green' } }, without: [] }]);
    expect(side.told).toEqual(['schema again: Stage: "green" is not among its choices']);
  });

  it('goes without an option that is not there after a second look either', async () => {
    side.tracker.schemas.push(schema(STAGE('blue')));

    expect(await create({ Stage: 'green' })).toMatchObject({
      warnings: ['Stage: "green" is not among its choices, so the issue went without'],
    });
  });

  it('fails with the reason where the field is required', async () => {
    side.tracker.schemas.push(schema(VALUE));
    side.tracker.nextCreates.push({ throws: failure({ status: 400, fields: { customfield_1: 'is required.' } }) });

    expect(await create({ customfield_1: 'n/a' })).toEqual({
      step: 'fail',
      reason: expect.stringMatching(/customfield_1: is required\.; left out: customfield_1: "n\/a" is no number$/),
    });
  });

  it('has the schema read again when Jira refuses what it allows', async () => {
    side.tracker.schemas.push(schema(STAGE('blue')));
    side.tracker.nextCreates.push({ throws: failure({ status: 400, fields: { customfield_2: 'is not valid' } }) });

    expect(await create({ Stage: 'blue' })).toMatchObject({ outcome: 'created' });
    expect(sent().map(({ without }) => without)).toEqual([[], ['customfield_2']]);
    expect(side.told).toContain('schema contradicted');
  });

  it('is no contradiction where Jira refuses a person', async () => {
    side.tracker.schemas.push(schema(field('customfield_3', 'Owner', 'user'), VALUE));
    const fields = { customfield_3: 'no such user', assignee: 'cannot be assigned' };
    side.tracker.nextCreates.push({ throws: failure({ status: 400, fields }) });

    expect(await create({ Owner: 'gone', customfield_1: '1' })).toMatchObject({ outcome: 'created' });
    expect(side.told).not.toContain('schema contradicted');
  });
});

describe('an issue that is not to be without a field', () => {
  const refused = (id: string) =>
    side.tracker.nextCreates.push({ throws: failure({ status: 400, fields: { [id]: 'no' } }) });
  const opening = async (change: Partial<IssueDraft>, fallback: Partial<IssueDraft> | null = null) => {
    const plan = planOf(event(), { language: 'en', ...change });
    const instead = fallback && { ...plan.draft, route: 'fallback', fields: {}, ...fallback };
    const { required: _, ...without } = { ...instead };
    const made = { ...attempt(store), plan: { ...plan, fallback: instead && ({ ...without } as IssueDraft) } };
    await made.entry.claim();
    return createIssue(made, side);
  };
  const LEVEL = field('security', 'Security Level', 'security', { allowed: [{ id: '1', text: 'Internal' }] });

  it.each<[string, Partial<IssueDraft>, RegExp]>([
    [
      'its value does not fit',
      { fields: { Stage: 'green' }, required: ['Stage'] },
      /without Stage \(customfield_2\); left out: Stage: "green" is not/,
    ],
    ['it stands there without a value', { fields: { security: null }, required: ['security'] }, /without security$/],
    ['its template gives nothing', { fields: {}, required: ['customfield_2'] }, /without customfield_2$/],
    [
      'there is no such field',
      { fields: { Nonesuch: 'x' }, required: ['Nonesuch'] },
      /without Nonesuch; left out: Nonesuch: is no field/,
    ],
  ])('fails when %s, and Jira is not asked for it', async (_name, change, reason) => {
    side.tracker.schemas.push(schema(STAGE('blue')));

    expect(await opening(change)).toEqual({ step: 'fail', reason: expect.stringMatching(reason) });
    expect(sent()).toEqual([]);
  });

  it('fails where Jira knows nobody by the name that the field needs', async () => {
    side.tracker.schemas.push(schema(field('customfield_3', 'Approver', 'user')));
    // As Cloud's does with an e-mail of nobody.
    side.tracker.prepare = async (draft) => ({ ...draft, fields: {} });

    expect(await opening({ fields: { Approver: 'nobody@example.com' }, required: ['Approver'] })).toEqual({
      step: 'fail',
      reason: 'the route makes no issue without Approver (customfield_3)',
    });
    expect(sent()).toEqual([]);
  });

  it('fails in the words of Jira when it refuses the level of security', async () => {
    side.tracker.schemas.push(schema(LEVEL));
    refused('security');

    expect(await opening({ fields: { security: 'Secret' }, required: ['security'] })).toEqual({
      step: 'fail',
      reason: expect.stringContaining('security: no'),
    });
    expect(sent()).toEqual([{ fields: { security: { name: 'Secret' } }, without: [] }]);
  });

  it('fails by the name of the level where Jira does not tell its fields, as it is sent all the same', async () => {
    refused('security');

    expect(await opening({ fields: { 安全级别: { name: 'Secret' } }, required: ['安全级别'] })).toMatchObject({
      step: 'fail',
    });
    expect(sent()).toEqual([{ fields: { security: { name: 'Secret' } }, without: [] }]);
  });

  it('is made in the project of the fallback, and never without its level in its own', async () => {
    const change = { fields: { security: 'Secret' }, required: ['security'] };
    side.tracker.schemas.push(schema(LEVEL));
    refused('security');
    expect(await opening(change, { project: 'NEW' })).toMatchObject({ outcome: 'created' });
    expect(side.tracker.creates.map(({ draft }) => draft.project)).toEqual(['OPS', 'NEW']);

    store = { records: {} };
    refused('security');
    expect(await opening(change, { issueType: 'Task' })).toMatchObject({ step: 'fail' });
  });

  it('goes without other fields as ever', async () => {
    side.tracker.schemas.push(schema(LEVEL, VALUE));
    refused('customfield_1');
    const fields = { security: 'Internal', customfield_1: '1' };

    expect(await opening({ fields, required: ['security'] })).toMatchObject({ outcome: 'created' });
    expect(sent().map(({ without }) => without)).toEqual([[], ['customfield_1']]);
  });
});

describe('a refusal of what the rules set outside of fields', () => {
  const assigned = async (id: string) => {
    store = { records: {} };
    const plan = planOf(event(), { fields: {}, assignee: { kind: 'person', id } });
    const opening = { ...attempt(store), plan };
    await opening.entry.claim();
    await createIssue(opening, side);
    return side.tracker.creates.at(-1)?.without;
  };
  const refusing = () =>
    side.tracker.nextCreates.push({ throws: failure({ status: 400, fields: { assignee: 'cannot be assigned' } }) });

  it.each([
    ['its values', [field('assignee', 'Assignee', 'user')], []],
    ['the field, where the screen lacks it', [VALUE], ['assignee']],
    ['its values, where Jira does not tell its screen', null, []],
  ] as const)('speaks against %s', async (_name, fields, afterwards) => {
    if (fields !== null) side.tracker.schemas.push(schema(...fields));
    refusing();
    expect(await assigned('gone-1')).toEqual(['assignee']);
    if (afterwards.length === 0) {
      refusing();
      expect(await assigned('gone-2')).toEqual(['assignee']);
    }

    expect(await assigned('lina')).toEqual(afterwards);
  });
});

describe('an issue whose fields Jira does not tell of', () => {
  it('is made as the rules have it', async () => {
    expect(await create({ customfield_1: '100' })).toMatchObject({ outcome: 'created' });
    expect(sent()).toEqual([{ fields: { customfield_1: '100' }, without: [] }]);
  });

  it('goes without a field that is named by its name, which nobody can tell then', async () => {
    const step = await create({ 'Measured value': '100', Stage: 'x', customfield_1: '100' });

    expect(sent()).toEqual([{ fields: { customfield_1: '100' }, without: [] }]);
    expect(step).toMatchObject({ warnings: [expect.stringMatching(/^Measured value: is a name/), expect.any(String)] });
    expect(description()).toContain('Field Measured value could not be set and was left out.');
  });

  it.each([
    ['all', 'pause'],
    ['endpoint', null],
  ] as const)('while requests of scope %s rest ends in %s', async (scope, end) => {
    const held = { go: false, ms: 500, reason: 'unavailable', scope } as unknown as Extract<Admission, { go: false }>;
    side.schemas.of = async () => {
      throw new NotAdmitted(held, 'createmeta');
    };
    const step = await create({ customfield_1: '100' });

    if (end === null) expect(step).toMatchObject({ outcome: 'created' });
    else expect(step).toMatchObject({ step: end });
    expect(side.tracker.creates).toHaveLength(end === null ? 1 : 0);
  });

  it('is not asked about where the rules set no fields', async () => {
    side.schemas.of = async () => {
      throw new Error('asked');
    };
    expect(await create({})).toMatchObject({ outcome: 'created' });
  });
});
