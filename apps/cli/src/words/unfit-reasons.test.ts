import { type FieldKind, writeField } from '@guance-jira/jira';
import { expect, it } from 'vitest';
import { unfitInChinese } from './unfit-reasons.ts';

const CHOICES = [{ id: '1', text: 'prod' }];

it.each<[FieldKind, unknown]>([
  ['number', '9%'],
  ['date', '9%'],
  ['datetime', '9%'],
  ['url', '9%'],
  ['url', `https://9.9/${'9'.repeat(300)}`],
  ['option', '9%'],
  ['option', ['9%', '8%']],
  ['options', '9%'],
  ['cascade', '9%'],
  ['named', '9%'],
  ['sprint', '9%'],
  ['organizations', '9%'],
])('the reason why a value does not fit %s is Chinese: %j', (kind, value) => {
  const choosing = ['option', 'options', 'cascade', 'named'].includes(kind);
  const field = { id: 'f', name: 'F', kind, required: false, hasDefault: false, allowed: choosing ? CHOICES : null };
  const writing = { dialect: 'cloud', timezone: 'UTC', people: {}, link: null } as const;
  const written = writeField(field, value, writing);
  const reason = 'unfit' in written ? written.unfit : (written.lost?.[0]?.unfit ?? '');

  expect(reason).not.toBe('');
  // What is no Chinese word in it: the value, names of Jira, and an example.
  expect(unfitInChinese(reason).replaceAll(/"[^"]*"|Sprint|id|https:\S+?(?=）)/g, '')).not.toMatch(/[a-z]/i);
});

it.each([
  'is no field of the create screen',
  'is set by the key "labels" of the route',
  'is the name of several fields (customfield_1, customfield_2); write the id',
])('so is that of a field: %s', (reason) => {
  expect(unfitInChinese(reason).replaceAll(/customfield_\d|id|labels/g, '')).not.toMatch(/[a-z]/i);
});

it('a reason that is not known stays as it is', () => {
  expect(unfitInChinese('"x" is odd')).toBe('"x" is odd');
});
