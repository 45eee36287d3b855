import type { IssueDraft } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import { event, planOf } from '../testing/drafts.ts';
import type { CreateSchema, FieldKind, FieldSchema } from '../tracker/records/create-schema.ts';
import { fitDraft } from './fit-draft.ts';

const field = (id: string, name: string, kind: FieldKind, change: Partial<FieldSchema> = {}): FieldSchema => ({
  ...{ id, name, kind, required: false, hasDefault: false, allowed: null },
  ...change,
});
const SCHEMA: CreateSchema = {
  type: '10001',
  fields: [
    field('customfield_1', 'Measured value', 'number'),
    field('customfield_2', 'Short note', 'text'),
    field('customfield_3', '根本原因', 'textarea'),
    field('customfield_4', 'Team', 'option', { allowed: [{ id: '1', text: 'dba' }] }),
    field('customfield_5', 'Twin', 'text'),
    field('customfield_6', 'Twin', 'text'),
    field('environment', 'Environment', 'textarea'),
  ],
};

function fit(fields: Record<string, unknown>, dialect: 'cloud' | 'datacenter' = 'cloud', more: object = {}) {
  const { draft } = planOf(event(), { fields, ...more });
  const fitted = fitDraft(draft, SCHEMA, dialect);
  return { fields: fitted.draft.fields, unfit: fitted.unfit };
}

describe('a draft by the schema', () => {
  it('has its fields by their ids, each by its kind, however they are named', () => {
    const { fields, unfit } = fit({ customfield_1: '98.6', 'short NOTE': 'on db-1', 根本原因: '磁盘', Team: 'DBA' });
    expect(fields).toEqual({
      customfield_1: 98.6,
      customfield_2: 'on db-1',
      customfield_3: expect.objectContaining({ type: 'doc' }),
      customfield_4: { value: 'dba' },
    });
    expect(unfit).toEqual([]);
  });

  it('goes without what the screen lacks, and tells it', () => {
    expect(fit({ Nonesuch: 'x', customfield_999: 'x', 'Short note': 'n-2' })).toEqual({
      fields: { customfield_2: 'n-2' },
      unfit: ['Nonesuch', 'customfield_999'].map((name) => ({
        ...{ field: name, reason: 'is no field of the create screen', mayBeNew: true },
      })),
    });
  });

  it('goes without a field whose name two have, and tells both ids', () => {
    expect(fit({ Twin: 'x' })).toEqual({
      fields: {},
      unfit: [
        {
          field: 'Twin',
          reason: 'is the name of several fields (customfield_5, customfield_6); write the id',
          mayBeNew: false,
        },
      ],
    });
  });

  it.each<[name: string, id: string, change: Partial<IssueDraft>]>([
    ['标签', 'labels', {}],
    ['描述', 'description', {}],
    ['优先级', 'priority', { priority: 'High' }],
    ['经办人', 'assignee', { assignee: { kind: 'person', id: 'lina' } }],
  ])('goes without %s, which the route sets by %s, and tells it', (name, id, change) => {
    const schema = { ...SCHEMA, fields: [...SCHEMA.fields, field(id, name, 'any')] };
    const { draft } = planOf(event(), { fields: { [name]: 'x' }, ...change });
    expect(fitDraft(draft, schema, 'cloud')).toMatchObject({
      draft: { fields: {} },
      unfit: [{ field: name, reason: `is set by the key "${id}" of the route`, mayBeNew: false }],
    });
  });

  it('takes the priority by its name before the one of the level that nobody wrote', () => {
    const schema = { ...SCHEMA, fields: [...SCHEMA.fields, field('priority', '优先级', 'named')] };
    const { draft } = planOf(event(), { fields: { 优先级: 'P1' }, priority: 'High', priorityIsStandard: true });
    expect(fitDraft(draft, schema, 'cloud')).toMatchObject({
      draft: { priority: null, fields: { priority: { name: 'P1' } } },
      unfit: [],
    });
  });

  it('takes the assignee by its name where the route sets none', () => {
    const schema = { ...SCHEMA, fields: [...SCHEMA.fields, field('assignee', '经办人', 'user')] };
    const { draft } = planOf(event(), { fields: { 经办人: 'lina' }, assignee: { kind: 'project-default' } });
    expect(fitDraft(draft, schema, 'datacenter')).toMatchObject({ draft: { fields: { assignee: { name: 'lina' } } } });
  });

  it('asks for the security level also where the screen does not tell it', () => {
    expect(fit({ security: { name: 'Secret' } })).toEqual({ fields: { security: { name: 'Secret' } }, unfit: [] });
  });

  it.each(['Security Level', '安全级别'])('asks for it in the form that Jira takes, also as %s', (key) => {
    expect(fit({ [key]: 'Secret' })).toEqual({ fields: { security: { name: 'Secret' } }, unfit: [] });
  });

  it('knows by their ids the fields without which there is to be no issue', () => {
    const required = (fields: Record<string, unknown>, keys: string[], schema = SCHEMA) =>
      fitDraft(planOf(event(), { fields, required: keys }).draft, schema, 'cloud').draft.required;
    const level = field('security', 'Sicherheitsstufe', 'security', { allowed: [{ id: '1', text: 'Internal' }] });
    const german = { ...SCHEMA, fields: [...SCHEMA.fields, level] };

    expect(required({ Team: 'nobody' }, ['Team', 'Nonesuch'])).toEqual(['customfield_4', 'Nonesuch']);
    expect(required({}, ['security'])).toEqual(['security']);
    expect(required({ Sicherheitsstufe: 'Secret' }, [], german)).toEqual(['security']);
    expect(required({ 'Short note': 'x' }, [])).toBeUndefined();
  });

  it('has texts on Data Center with what the alert brought into them escaped', () => {
    const wikiFields = { environment: 'see \\[~admin]', 'Short note': '\\{code}' };
    const { fields } = fit({ environment: 'see [~admin]', 'Short note': '{code}' }, 'datacenter', { wikiFields });
    expect(fields).toEqual({ environment: 'see \\[~admin]', customfield_2: '\\{code}' });
  });

  it('leaves a value that is empty out without a word', () => {
    const document = { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text' }] }] };
    expect(fit({ customfield_3: document })).toEqual({ fields: {}, unfit: [] });
  });
});
