import { describe, expect, it } from 'vitest';
import type { Choices, FieldKind, FieldSchema } from '../tracker/records/create-schema.ts';
import { writeField } from './write-field.ts';
import type { Writing } from './written.ts';

const choices = (...texts: string[]): Choices => texts.map((text, index) => ({ id: String(101 + index), text }));
const ENVIRONMENTS = choices('prod', 'staging', 'test');
const AREAS = choices('db', 'net', 'disk', 'Network, LAN');
const TEAMS: Choices = [
  { id: '1', text: 'Eng', children: choices('Backend', 'Web') },
  { id: '2', text: 'CI/CD', children: choices('A/B') },
];
const COMPONENTS = choices('Database', 'Network', 'Storage');
const SPRINTS: Choices = [{ id: '42', text: 'Ops sprint 9' }];
const LEVELS = choices('Internal');
const PEOPLE = { 'dba-duty': '5b10a2844c20165700ede21g', 'web-duty': 'lina@example.com' };
const LONG = `disk ${'0123456789'.repeat(29)} end`;

function write(
  kind: FieldKind,
  value: unknown,
  given: { allowed?: Choices; dialect?: Writing['dialect']; items?: string[] } = {},
) {
  const { allowed = null, dialect = 'cloud', items } = given;
  const field: FieldSchema = { id: 'f', name: 'F', kind, required: false, hasDefault: false, allowed };
  const writing = { dialect, timezone: 'Asia/Shanghai', people: PEOPLE, link: null };
  return writeField(field, value, writing, items);
}

describe('a value is written as its field wants it', () => {
  it.each<[FieldKind, unknown, Choices | undefined, unknown]>([
    ['number', '100', undefined, 100],
    ['number', ' 98.6 ', undefined, 98.6],
    ['number', '-1.5e3', undefined, -1500],
    ['number', 42, undefined, 42],
    ['text', 'on db-1', undefined, 'on db-1'],
    ['text', 'two\nlines', undefined, 'two lines'],
    ['text', 7, undefined, '7'],
    ['text', ['a', 'b'], undefined, 'a, b'],
    ['url', ' https://example.com/d?host=a ', undefined, 'https://example.com/d?host=a'],
    ['date', '1791405000', undefined, '2026-10-08'],
    ['date', 1791405000000, undefined, '2026-10-08'],
    ['date', '2026-10-07T20:30:00Z', undefined, '2026-10-08'],
    ['date', '2026-10-08', undefined, '2026-10-08'],
    ['datetime', '1791405000', undefined, '2026-10-07T20:30:00.000+0000'],
    ['datetime', '2026-10-08T04:30:00+08:00', undefined, '2026-10-07T20:30:00.000+0000'],
    ['datetime', '2026-10-08 04:30:00', undefined, '2026-10-07T20:30:00.000+0000'],
    ['datetime', '2026-10-08', undefined, '2026-10-07T16:00:00.000+0000'],
    ['datetime', '2026-10-08T04:30:00.000+0800', undefined, '2026-10-08T04:30:00.000+0800'],
    ['labels', ['my team', 'pay'], undefined, ['my-team', 'pay']],
    ['labels', '["pay","db team"]', undefined, ['pay', 'db-team']],
    ['labels', 'a b, a-b', undefined, ['a-b']],
    ['texts', 'a b, c', undefined, ['a b', 'c']],
    ['option', 'prod', ENVIRONMENTS, { value: 'prod' }],
    ['option', 'PROD ', ENVIRONMENTS, { value: 'prod' }],
    ['option', '102', ENVIRONMENTS, { value: 'staging' }],
    ['option', 103, ENVIRONMENTS, { value: 'test' }],
    ['option', { value: 'staging' }, ENVIRONMENTS, { value: 'staging' }],
    ['option', { id: '102' }, ENVIRONMENTS, { id: '102' }],
    ['option', { value: 'Staging' }, ENVIRONMENTS, { value: 'staging' }],
    ['option', 'anything', undefined, { value: 'anything' }],
    ['options', 'db, net', AREAS, [{ value: 'db' }, { value: 'net' }]],
    ['options', 'db，net', AREAS, [{ value: 'db' }, { value: 'net' }]],
    ['options', '["db","disk"]', AREAS, [{ value: 'db' }, { value: 'disk' }]],
    ['options', 'network, lan', AREAS, [{ value: 'Network, LAN' }]],
    ['options', ['["db"]', 'NET'], AREAS, [{ value: 'db' }, { value: 'net' }]],
    ['options', [{ value: 'db' }, { value: 'net' }], AREAS, [{ value: 'db' }, { value: 'net' }]],
    ['options', { value: 'db' }, AREAS, [{ value: 'db' }]],
    ['cascade', 'Eng / Web', TEAMS, { value: 'Eng', child: { value: 'Web' } }],
    ['cascade', 'eng/WEB', TEAMS, { value: 'Eng', child: { value: 'Web' } }],
    ['cascade', 'Eng > Backend', TEAMS, { value: 'Eng', child: { value: 'Backend' } }],
    ['cascade', 'CI/CD / A/B', TEAMS, { value: 'CI/CD', child: { value: 'A/B' } }],
    ['cascade', 'CI/CD', TEAMS, { value: 'CI/CD' }],
    ['cascade', ['Eng', 'Web'], TEAMS, { value: 'Eng', child: { value: 'Web' } }],
    ['cascade', { value: 'Eng', child: { value: 'Web' } }, TEAMS, { value: 'Eng', child: { value: 'Web' } }],
    ['nameds', 'Database,Network', COMPONENTS, [{ name: 'Database' }, { name: 'Network' }]],
    ['nameds', [{ name: 'Database,Network' }], COMPONENTS, [{ name: 'Database' }, { name: 'Network' }]],
    ['nameds', [{ name: 'Database' }], COMPONENTS, [{ name: 'Database' }]],
    ['nameds', [{ id: '101' }], COMPONENTS, [{ id: '101' }]],
    ['named', '1.0', undefined, { name: '1.0' }],
    ['user', 'dba-duty', undefined, { accountId: '5b10a2844c20165700ede21g' }],
    ['user', { accountId: 'dba-duty' }, undefined, { accountId: '5b10a2844c20165700ede21g' }],
    ['user', { accountId: 'web-duty' }, undefined, { accountId: 'lina@example.com' }],
    ['user', 'wangwei@example.com', undefined, { accountId: 'wangwei@example.com' }],
    ['user', { accountId: '5b10ac8d82e05b22cc7d4ef5' }, undefined, { accountId: '5b10ac8d82e05b22cc7d4ef5' }],
    ['user', 'constructor', undefined, { accountId: 'constructor' }],
    ['users', 'dba-duty, x1', undefined, [{ accountId: '5b10a2844c20165700ede21g' }, { accountId: 'x1' }]],
    ['group', 'sre', undefined, { name: 'sre' }],
    ['group', { name: 'sre' }, undefined, { name: 'sre' }],
    ['groups', ['sre', 'dba'], undefined, [{ name: 'sre' }, { name: 'dba' }]],
    ['sprint', '23', undefined, 23],
    ['sprint', ['23'], undefined, 23],
    ['sprint', 'ops SPRINT 9', SPRINTS, 42],
    ['sprint', { name: 'Ops sprint 9' }, SPRINTS, 42],
    ['organizations', ['322', '4'], undefined, [322, 4]],
    ['organizations', 'acme, 4', [{ id: '322', text: 'ACME' }], [322, 4]],
    ['issue', 'OPS-1', undefined, { key: 'OPS-1' }],
    ['issue', { key: 'OPS-1' }, undefined, { key: 'OPS-1' }],
    ['security', 'internal', LEVELS, { name: 'Internal' }],
    ['security', { name: 'Secret' }, LEVELS, { name: 'Secret' }],
    ['security', 'Secret', LEVELS, { name: 'Secret' }],
    ['any', { a: 1 }, undefined, { a: 1 }],
    ['number', null, undefined, null],
    ['number', '９８．６', undefined, 98.6],
    ['number', '−5', undefined, -5],
    ['number', '0', undefined, 0],
    ['date', '2026/10/8', undefined, '2026-10-08'],
    ['date', '20261008', undefined, '2026-10-08'],
    ['date', 20261008, undefined, '2026-10-08'],
    ['date', '2026年10月8日', undefined, '2026-10-08'],
    ['date', '2026-10-07T20:30:00.000+0000', undefined, '2026-10-08'],
    ['datetime', '2026/10/08', undefined, '2026-10-07T16:00:00.000+0000'],
    ['option', ['prod'], ENVIRONMENTS, { value: 'prod' }],
    ['option', '["PROD"]', ENVIRONMENTS, { value: 'prod' }],
    ['option', ['prod', 'Prod'], ENVIRONMENTS, { value: 'prod' }],
    ['option', true, choices('True', 'False'), { value: 'True' }],
    ['option', [], ENVIRONMENTS, undefined],
    ['options', 'db、net', AREAS, [{ value: 'db' }, { value: 'net' }]],
    ['options', 'db, DB, db', AREAS, [{ value: 'db' }]],
    ['nameds', ['Database', 'database'], COMPONENTS, [{ name: 'Database' }]],
    ['cascade', '["Eng","Web"]', TEAMS, { value: 'Eng', child: { value: 'Web' } }],
    ['user', ['dba-duty'], undefined, { accountId: '5b10a2844c20165700ede21g' }],
    ['users', '张三、李四', undefined, [{ accountId: '张三' }, { accountId: '李四' }]],
    ['users', 'x1, x1', undefined, [{ accountId: 'x1' }]],
    ['group', ['sre'], undefined, { name: 'sre' }],
    ['security', ['Internal'], LEVELS, { name: 'Internal' }],
  ])('%s from %j', (kind, value, allowed, expected) => {
    expect(write(kind, value, allowed === undefined ? {} : { allowed })).toEqual({ value: expected });
  });

  it('a person on Data Center is a name', () => {
    expect(write('user', 'dba-duty', { dialect: 'datacenter' })).toEqual({
      value: { name: '5b10a2844c20165700ede21g' },
    });
    expect(write('user', { name: 'lina' }, { dialect: 'datacenter' })).toEqual({ value: { name: 'lina' } });
  });

  it('a list that a template has shown as one text is taken item by item', () => {
    const allowed = choices('a, b', 'c');
    expect(write('options', 'a, b, c', { allowed, items: ['a, b', 'c'] })).toEqual({
      value: [{ value: 'a, b' }, { value: 'c' }],
    });
  });

  it('a text that is too long for one line is cut', () => {
    const { value } = write('text', LONG) as { value: string };
    expect(value.length).toBeLessThanOrEqual(255);
    expect(value).toMatch(/^disk 0123456789.*…$/);
  });
});

describe('what does not fit is left out with its reason', () => {
  it.each<[FieldKind, unknown, Choices | undefined, string, boolean]>([
    ['number', 'n/a', undefined, '"n/a" is no number', false],
    ['number', '1,234', undefined, '"1,234" is no number', false],
    ['number', 'Infinity', undefined, '"Infinity" is no number', false],
    ['number', { a: 1 }, undefined, '"{\\"a\\":1}" is no number', false],
    ['date', 'next week', undefined, '"next week" is no day and no time', false],
    ['datetime', 'soon', undefined, '"soon" is no time', false],
    ['datetime', '2026-13-08T04:30:00.000+0800', undefined, '"2026-13-08T04:30:00.000+0800" is no time', false],
    ['url', `https://example.com/${'x'.repeat(300)}`, undefined, 'is longer than 255 characters', false],
    ['option', 'nowhere', ENVIRONMENTS, '"nowhere" is not among its choices', true],
    ['options', 'nowhere', AREAS, '"nowhere" is not among its choices', true],
    ['cascade', 'Eng / Nowhere', TEAMS, '"Eng / Nowhere" is not among its choices', true],
    ['nameds', 'Nowhere', COMPONENTS, '"Nowhere" is not among its choices', true],
    ['sprint', 'Sprint 9', undefined, '"Sprint 9" is neither the id of a sprint nor the name', false],
    ['sprint', 'Sprint 9', SPRINTS, '"Sprint 9" is neither the id of a sprint nor the name', true],
    ['number', Number.NaN, undefined, 'is no number', false],
    ['number', '98.6%', undefined, '"98.6%" is no number', false],
    ['date', '2026-02-30', undefined, '"2026-02-30" is no day and no time', false],
    ['url', 'db-7.example.com/d', undefined, 'is no address', false],
    ['url', 'n/a', undefined, 'is no address', false],
    ['option', ['prod', 'test'], ENVIRONMENTS, 'are several, and it takes one', false],
    ['user', ['a', 'b'], undefined, 'are several, and it takes one', false],
    ['organizations', 'ACME', undefined, '"ACME" is no id of an organization', false],
  ])('%s from %j', (kind, value, allowed, reason, mayBeNew) => {
    const written = write(kind, value, allowed === undefined ? {} : { allowed });
    expect(written).toEqual({ unfit: expect.stringContaining(reason), mayBeNew });
  });
});

it('of several values those that fit are sent', () => {
  expect(write('options', 'db, nowhere, disk', { allowed: AREAS })).toEqual({
    value: [{ value: 'db' }, { value: 'disk' }],
    lost: [{ unfit: '"nowhere" is not among its choices', mayBeNew: true }],
  });
});

describe('a long text', () => {
  const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
  const doc = (...content: unknown[]) => ({ version: 1, type: 'doc', content });

  it('is a document on Cloud, with its Markdown', () => {
    expect(write('textarea', 'Host db-7 is full')).toEqual({ value: doc(paragraph('Host db-7 is full')) });
    expect(JSON.stringify(write('textarea', '>等级：critical'))).toContain('"blockquote"');
  });

  it('stays a text on Data Center', () => {
    expect(write('textarea', 'env-3', { dialect: 'datacenter' })).toEqual({ value: 'env-3' });
  });

  it('that is a document already stays one, without text nodes that are empty', () => {
    const whole = doc(paragraph('on db-9'));
    expect(write('textarea', whole)).toEqual({ value: whole });
    const empty = doc({ type: 'paragraph', content: [{ type: 'text' }] }, paragraph('b'));
    expect(write('textarea', empty)).toEqual({ value: doc({ type: 'paragraph', content: [] }, paragraph('b')) });
  });

  it('is left out without a word where no text is left', () => {
    expect(write('textarea', doc({ type: 'paragraph', content: [{ type: 'text' }] }))).toEqual({ value: undefined });
  });
});
