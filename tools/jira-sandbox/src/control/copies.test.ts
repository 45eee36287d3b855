import { expect, it } from 'vitest';
import { dialects, richFor, withSandbox } from '../testing.ts';

it.each(dialects)('of %s, copies tell what the control API tells, after each kind of change', async (dialect) => {
  await withSandbox({ dialect }, async ({ sandbox, rest, create }) => {
    const told = async (path: string) => (await fetch(`${sandbox.controlUrl}/_sandbox${path}`)).json();
    const { copies } = sandbox;
    const expectAlike = async () => {
      const { issues, links } = Object(await told('/issues'));
      expect(copies.issues()).toEqual(issues);
      expect(copies.links()).toEqual(links);
      expect(copies.requests()).toEqual(Object(await told('/requests')).requests);
    };
    const one = await create({ labels: ['a'] });
    const two = await create({ summary: 'two' });
    await expectAlike();
    const { transitions } = (await rest('GET', `/issue/${one.key}/transitions`)).json;
    const watcher = dialect === 'cloud' ? (await rest('GET', '/myself')).json.accountId : 'bot';
    const link = { type: { name: 'Relates' }, inwardIssue: { key: one.key }, outwardIssue: { key: two.key } };
    const changes: [string, string, Parameters<typeof rest>[2]][] = [
      ['PUT', `/issue/${one.key}`, { fields: { summary: 'changed' } }],
      ['POST', `/issue/${one.key}/comment`, { body: richFor(dialect, 'words') }],
      ['POST', `/issue/${one.key}/transitions`, { transition: { id: String(Object(transitions).at(-1)?.id) } }],
      ['PUT', `/issue/${one.key}/properties/p`, { v: 1 }],
      ['DELETE', `/issue/${one.key}/properties/p`, undefined],
      ['POST', `/issue/${one.key}/watchers`, String(watcher)],
      ['POST', '/issueLink', link],
    ];
    for (const [method, path, body] of changes) {
      const before = JSON.stringify([copies.issues(), copies.links()]);
      expect((await rest(method, path, body)).status, path).toBeLessThan(300);
      expect(JSON.stringify([copies.issues(), copies.links()]), path).not.toBe(before);
      await expectAlike();
    }
    sandbox.control.editAsPerson(two.key, { comment: 'mine', labels: ['b'], archived: true });
    await expectAlike();
    sandbox.control.editAsPerson(one.key, { delete: true });
    await expectAlike();
    expect(copies.issues()).toMatchObject([{ labels: ['b'], archived: true }]);
  });
});

it('what is not changed is not copied again, and whoever reads cannot change the sandbox', async () => {
  await withSandbox({}, async ({ sandbox, create }) => {
    await create({ labels: ['a'] });
    await create();
    const { copies } = sandbox;
    const [first, second] = copies.issues();
    sandbox.control.editAsPerson('OPS-1', { labels: ['b'] });

    expect(copies.issues()[1]).toBe(second);
    expect(first?.labels).toEqual(['a']);
    expect(() => first?.labels.push('c')).toThrow(TypeError);
    expect(() => Object.assign(Object(copies.requests()[0]?.body).fields, { summary: 'x' })).toThrow(TypeError);
    copies.issues().pop();
    copies.requests().pop();
    expect([copies.issues().length, copies.requests({ kind: 'create' }).length]).toEqual([2, 2]);
    expect(copies.requests({ sinceN: 1 })).toMatchObject([{ n: 2, status: 201 }]);
  });
});
