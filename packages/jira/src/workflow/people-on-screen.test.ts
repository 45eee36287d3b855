import { describe, expect, it } from 'vitest';
import type { FieldForm } from '../tracker/records/screen.ts';
import { withPeople } from './people-on-screen.ts';

const field = (form: FieldForm) => ({ id: 'customfield_1', name: 'Owner', required: true, form });
const PEOPLE: Record<string, string | null> = { duty: 'acc-1', lina: 'acc-2', nobody: null };
const change = (name: string) => (name in PEOPLE ? (PEOPLE[name] ?? null) : name);

describe('people on a screen', () => {
  it.each<[FieldForm, unknown, unknown]>([
    ['user', ' duty ', 'acc-1'],
    ['user', 'acc-9', 'acc-9'],
    ['user', { accountId: 'duty' }, { accountId: 'acc-1' }],
    ['user', { name: 'lina' }, { name: 'acc-2' }],
    ['user', 7, 7],
    [{ listOf: 'user' }, 'duty, lina', 'acc-1,acc-2'],
    [{ listOf: 'user' }, 'duty, nobody', 'acc-1'],
    [{ listOf: 'user' }, [{ accountId: 'duty' }, { accountId: 'nobody' }], [{ accountId: 'acc-1' }]],
    ['text', 'duty', 'duty'],
    [{ listOf: 'option' }, 'duty', 'duty'],
  ])('of %j, %j become %j', (form, value, wanted) => {
    expect(withPeople({ field: field(form), value }, change)?.value).toEqual(wanted);
  });

  it.each<[FieldForm, unknown]>([
    ['user', 'nobody'],
    ['user', { accountId: 'nobody' }],
    [{ listOf: 'user' }, 'nobody, nobody'],
    [{ listOf: 'user' }, [{ accountId: 'nobody' }]],
  ])('of %j, %j leave the field out', (form, value) => {
    expect(withPeople({ field: field(form), value }, change)).toBeNull();
  });
});
