import { describe, expect, it } from 'vitest';
import { event, planOf } from '../testing/drafts.ts';
import { accountsAlong, withAccountIds } from './people-in-fields.ts';

const ACCOUNTS: Record<string, string> = { 'lina@example.com': 'a-lina', 'wangwei@example.com': 'a-wangwei' };

async function looked(fields: Record<string, unknown>) {
  const asked: string[] = [];
  const { draft } = planOf(event(), { fields, language: 'en' });
  const found = await withAccountIds(draft, async (email, project, role) => {
    asked.push(`${project} ${email} ${role}`);
    return ACCOUNTS[email] ?? null;
  });
  return { same: found === draft, fields: found.fields, said: JSON.stringify(found.description), asked };
}
const person = (accountId: string) => ({ accountId });

describe('people in fields', () => {
  it('are their accounts where the rules have e-mails', async () => {
    const { fields, asked } = await looked({
      reporter: person('lina@example.com'),
      customfield_1: [person('wangwei@example.com'), person('5b10')],
      customfield_2: 'lina@example.com',
    });
    expect(fields).toEqual({
      reporter: person('a-lina'),
      customfield_1: [person('a-wangwei'), person('5b10')],
      customfield_2: 'lina@example.com',
    });
    expect(asked).toEqual(['OPS lina@example.com anyone', 'OPS wangwei@example.com anyone']);
  });

  it('who are nobody cost their field alone, and the issue says so', async () => {
    const { fields, said } = await looked({ customfield_1: person('nobody@example.com'), customfield_3: 3 });
    expect(fields).toEqual({ customfield_3: 3 });
    expect(said).toContain('Field customfield_1 could not be set and was left out.');
  });

  it('who stand there by account are not asked for', async () => {
    expect(await looked({ customfield_1: person('5b10'), customfield_3: null })).toMatchObject({
      same: true,
      asked: [],
    });
  });
});

describe('people who go along with a transition', () => {
  const owner = { id: 'customfield_1', name: 'Owner', required: true, kind: 'user' as const, allowed: null };
  const note = { id: 'customfield_2', name: 'Note', required: false, kind: 'text' as const, allowed: null };
  const accountIdOf = async (email: string) => ACCOUNTS[email] ?? null;

  it('are their accounts where the rules have e-mails; a text with an address stays one', async () => {
    const fields = [
      { field: owner, value: 'lina@example.com' },
      { field: note, value: 'lina@example.com' },
    ];
    expect(await accountsAlong({ resolution: 'Done', fields }, accountIdOf)).toEqual({
      resolution: 'Done',
      fields: [
        { field: owner, value: 'a-lina' },
        { field: note, value: 'lina@example.com' },
      ],
    });
  });

  it('who are nobody are left out, and who stand there by account are not asked for', async () => {
    expect(await accountsAlong({ fields: [{ field: owner, value: 'x@example.com' }] }, accountIdOf)).toEqual({
      fields: [],
    });
    const along = { fields: [{ field: owner, value: '5b10' }] };
    expect(await accountsAlong(along, () => Promise.reject(new Error('not asked')))).toBe(along);
  });
});
