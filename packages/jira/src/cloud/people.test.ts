import { describe, expect, it } from 'vitest';
import { fakeTransport } from '../testing/fake-transport.ts';
import { peopleByEmail } from './people.ts';

const HOUR = 3_600_000;

describe('account ids by e-mail', () => {
  it('asks Jira for people who can be assigned in the project', async () => {
    const transport = fakeTransport(() => ({ value: [{ accountId: 'a1', emailAddress: 'Pacher@example.com' }] }));

    expect(await peopleByEmail(transport)('pacher@example.com', 'OPS', 'assignee')).toBe('a1');
    expect(transport.requests).toMatchObject([
      { url: '/rest/api/3/user/assignable/search', searchParams: { project: 'OPS', query: 'pacher@example.com' } },
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ['among all people alone, where somebody is found', [{ accountId: 'a' }], ['search']],
    ['then in the project, where nobody is shown', [], ['search', 'assignable/search']],
    ['then in the project, where Jira refuses that', null, ['search', 'assignable/search']],
  ])('of who need not be assigned is looked for %s', async (_name, everybody, asked) => {
    const transport = fakeTransport(({ url }) => {
      if (url.includes('assignable')) return { value: [{ accountId: 'a' }] };
      return everybody === null ? { status: 403, value: { errorMessages: ['No.'], errors: {} } } : { value: everybody };
    });

    expect(await peopleByEmail(transport)('lina@example.com', 'OPS', 'anyone')).toBe('a');
    expect(transport.requests.map(({ url }) => url.replace('/rest/api/3/user/', ''))).toEqual(asked);
    expect(transport.requests[0]?.searchParams).toMatchObject({ query: 'lina@example.com' });
  });

  it.each<[string, unknown[], string | null]>([
    ['the one with that e-mail', [{ accountId: 'x' }, { accountId: 'a', emailAddress: 'p@e.com' }], 'a'],
    // Jira hides most e-mails, and the search was for it.
    ['the only one, whose e-mail is hidden', [{ accountId: 'a' }], 'a'],
    ['nobody of several whose e-mails are hidden', [{ accountId: 'a' }, { accountId: 'b' }], null],
    ['nobody, when the only one has another e-mail', [{ accountId: 'a', emailAddress: 'pp@e.com' }], null],
    ['nobody of nobody', [], null],
  ])('takes %s', async (_name, users, id) => {
    expect(await peopleByEmail(fakeTransport(() => ({ value: users })))('p@e.com', 'OPS', 'assignee')).toBe(id);
  });

  it('remembers whom it found for an hour, and whom it did not for ten minutes', async () => {
    let now = 0;
    const transport = fakeTransport((request) => ({
      value: request.searchParams?.query === 'known@e.com' ? [{ accountId: 'a' }] : [],
    }));
    const find = peopleByEmail(transport, () => now);
    const asks = async (email: string, project = 'OPS') => {
      const before = transport.requests.length;
      await find(email, project, 'assignee');
      return transport.requests.length > before;
    };

    expect([await asks('known@e.com'), await asks('unknown@e.com')]).toEqual([true, true]);
    now = HOUR / 6 - 1;
    expect([await asks('KNOWN@e.com'), await asks('unknown@e.com')]).toEqual([false, false]);
    expect(await asks('known@e.com', 'DBA'), 'assignable in one project says nothing of another').toBe(true);
    now = HOUR / 6;
    expect([await asks('known@e.com'), await asks('unknown@e.com')]).toEqual([false, true]);
    now = HOUR;
    expect(await asks('known@e.com')).toBe(true);
  });

  it('forgets the oldest of more than five thousand, since a template can make an address of each alert', async () => {
    const transport = fakeTransport(() => ({ value: [{ accountId: 'a' }] }));
    const find = peopleByEmail(transport, () => 0);
    for (let n = 0; n <= 5_000; n += 1) await find(`p${n}@e.com`, 'OPS', 'assignee');
    const before = transport.requests.length;

    await find('p5000@e.com', 'OPS', 'assignee');
    expect(transport.requests.length).toBe(before);
    await find('p0@e.com', 'OPS', 'assignee');
    expect(transport.requests.length).toBe(before + 1);
  });

  it.each([400, 404, 403])('leaves it to the create to say what is wrong when Jira answers %i', async (status) => {
    const value = { errorMessages: ['No.'], errors: {} };
    expect(await peopleByEmail(fakeTransport(() => ({ status, value })))('p@e.com', 'OPS', 'assignee')).toBeNull();
  });

  it.each([400, 404, 403])('does not drop a person because something before Jira answers %i', async (status) => {
    await expect(
      peopleByEmail(fakeTransport(() => ({ status, value: {} })))('p@e.com', 'OPS', 'assignee'),
    ).rejects.toMatchObject({
      facts: { status, own: false },
    });
  });

  it.each([401, 429, 500])('does not drop a person because Jira answers %i, and asks again', async (status) => {
    let ill = true;
    const find = peopleByEmail(fakeTransport(() => (ill ? { status, value: {} } : { value: [{ accountId: 'a' }] })));

    await expect(find('p@e.com', 'OPS', 'assignee')).rejects.toMatchObject({ facts: { status } });
    ill = false;
    expect(await find('p@e.com', 'OPS', 'assignee')).toBe('a');
  });

  it('takes an answer that is no list of people for none', async () => {
    await expect(
      peopleByEmail(fakeTransport(() => ({ value: { users: [] } })))('p@e.com', 'OPS', 'assignee'),
    ).rejects.toMatchObject({
      facts: { cause: 'unexpected' },
    });
  });
});
