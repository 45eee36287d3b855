import { type FieldKind, writeField } from '@guance-jira/jira';
import { expect, it } from 'vitest';
import { unfitInChinese } from './unfit-reasons.ts';
import { KIND_WORDS } from './validate/kind-words.ts';

const CHOICES = [{ id: '1', text: 'prod' }];

const KINDS = Object.keys(KIND_WORDS) as FieldKind[];
const VALUES = [
  '9%',
  ['9%', '8%'],
  '9'.repeat(300),
  `https://9.9/${'9'.repeat(300)}`,
  ['https://9.9/', '9%'],
  { 9: '9%' },
];

it.each(KINDS)('the reasons why values do not fit %s are Chinese', (kind) => {
  // What is no Chinese word in it: the value, names of Jira, and an example.
  for (const reason of VALUES.flatMap((value) => reasonsOf(kind, value)))
    expect(unfitInChinese(reason).replaceAll(/"(?:[^"\\]|\\.)*"|Sprint|ID|https:\S+?(?=）)/g, '')).not.toMatch(
      /[a-z]/i,
    );
});

it.each([
  'number',
  'date',
  'datetime',
  'url',
  'option',
  'options',
  'cascade',
  'named',
  'sprint',
  'organizations',
] as const)('there is a reason why 9%% does not fit %s', (kind) => expect(reasonsOf(kind, '9%')).toHaveLength(1));

function reasonsOf(kind: FieldKind, value: unknown): string[] {
  const choosing = ['option', 'options', 'cascade', 'named', 'nameds', 'security'].includes(kind);
  const field = { id: 'f', name: 'F', kind, required: false, hasDefault: false, allowed: choosing ? CHOICES : null };
  const written = writeField(field, value, { dialect: 'cloud', timezone: 'UTC', people: {}, link: null });
  return 'unfit' in written ? [written.unfit] : (written.lost ?? []).map(({ unfit }) => unfit);
}

it.each([
  'is no field of the create screen',
  'is set by the key "labels" of the route',
  'is the name of several fields (customfield_1, customfield_2); write the id',
])('so is that of a field: %s', (reason) => {
  expect(unfitInChinese(reason).replaceAll(/customfield_\d|ID|labels/g, '')).not.toMatch(/[a-z]/i);
});

it('a reason that is not known stays as it is', () => {
  expect(unfitInChinese('"x" is odd')).toBe('"x" is odd');
});
