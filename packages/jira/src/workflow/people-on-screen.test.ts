import { describe, expect, it } from 'vitest';
import type { FieldKind } from '../tracker/records/create-schema.ts';
import { withPeople } from './people-on-screen.ts';

const field = (kind: FieldKind) => ({ id: 'customfield_1', name: 'Owner', required: true, kind, allowed: null });
const PEOPLE: Record<string, string | null> = { duty: 'acc-1', lina: 'acc-2', nobody: null };
const change = (name: string) => (name in PEOPLE ? (PEOPLE[name] ?? null) : name);

describe('people on a screen', () => {
  it.each<[FieldKind, unknown, unknown]>([
    ['user', ' duty ', 'acc-1'],
    ['user', 'acc-9', 'acc-9'],
    ['user', { accountId: 'duty' }, { accountId: 'acc-1' }],
    ['user', { name: 'lina' }, { name: 'acc-2' }],
    ['user', 7, 7],
    ['users', 'duty, lina', ['acc-1', 'acc-2']],
    ['users', '["duty","lina"]', ['acc-1', 'acc-2']],
    ['user', ['duty'], 'acc-1'],
    ['users', 'duty, nobody', ['acc-1']],
    ['users', [{ accountId: 'duty' }, { accountId: 'nobody' }], [{ accountId: 'acc-1' }]],
    ['text', 'duty', 'duty'],
    ['options', 'duty', 'duty'],
  ])('of %j, %j become %j', (kind, value, wanted) => {
    expect(withPeople({ field: field(kind), value }, change)?.value).toEqual(wanted);
  });

  it.each<[FieldKind, unknown]>([
    ['user', 'nobody'],
    ['user', { accountId: 'nobody' }],
    ['users', 'nobody, nobody'],
    ['users', [{ accountId: 'nobody' }]],
  ])('of %j, %j leave the field out', (kind, value) => {
    expect(withPeople({ field: field(kind), value }, change)).toBeNull();
  });
});
