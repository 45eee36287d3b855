import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { documentIsThere, openApi } from '../openapi.test-helper.ts';
import type { ProjectOptions } from '../options.ts';
import { type Client, dialects, richFor, withSandbox } from '../testing.ts';

const TRANSITIONS = 'GET /issue/:issueIdOrKey/transitions (both)';
const SKIPPED = documentIsThere('cloud') ? '' : ' (skipped: no ../shared)';
const notOnScreen = (id: string) => `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`;

/** A workflow of an operations team: a step between, a closing screen, a way to cancel from anywhere. */
const itsm = {
  start: 'Open',
  statuses: { Open: 'new', 'In Progress': 'indeterminate', Resolved: 'done', Cancelled: 'done' },
  transitions: {
    Open: [{ id: '11', name: 'Start progress', to: 'In Progress', screen: false }],
    'In Progress': [
      {
        ...{ id: '31', name: 'Resolve', to: 'Resolved' },
        fields: {
          resolution: { required: true },
          customfield_20001: { name: 'Root cause', type: 'text', required: true },
          comment: { required: true },
        },
      },
    ],
    Resolved: [{ id: '12', name: 'Reopen', to: 'Open', keepResolution: true, fields: { resolution: {} } }],
    Cancelled: [{ id: '13', name: 'Reopen', to: 'Open', keepResolution: true, fields: { assignee: {} } }],
  },
  global: [{ id: '81', name: 'Cancel', to: 'Cancelled', resolution: "Won't Do", screen: false }],
} satisfies ProjectOptions['workflow'];

function lab({ create, rest }: Client) {
  const go = async (key: string, id: string, more: JsonObject = {}) => {
    const { status, json } = await rest('POST', `/issue/${key}/transitions`, { transition: { id }, ...more });
    return status === 204 ? 204 : json.errors;
  };
  const fieldsOf = async (key: string) => Object((await rest('GET', `/issue/${key}`)).json.fields);
  const offered = async (key: string) => {
    const { json } = await rest('GET', `/issue/${key}/transitions?expand=transitions.fields`);
    return (Array.isArray(json.transitions) ? json.transitions : []).map((one) => Object(one));
  };
  return { go, fieldsOf, offered, open: async () => (await create()).key };
}

describe.each(dialects)('a workflow of a file on %s', (dialect) => {
  const projects = [{ key: 'OPS', workflow: 'itsm' }];
  const workflows = { itsm };
  const closing: JsonObject = {
    fields: { resolution: { name: 'Done' }, customfield_20001: 'disk full' },
    update: { comment: [{ add: { body: richFor(dialect, 'done') } }] },
  };

  it('offers what each status offers, in its order, and the global ways but to where the issue is', async () => {
    await withSandbox({ dialect, projects, workflows }, async (client) => {
      const { go, offered, open, fieldsOf } = lab(client);
      const key = await open();
      const names = async () =>
        (await offered(key)).map(({ id, name, to }) => [id, name, to.name, to.statusCategory.key]);
      expect(await names()).toEqual([
        ['11', 'Start progress', 'In Progress', 'indeterminate'],
        ['81', 'Cancel', 'Cancelled', 'done'],
      ]);
      expect(await go(key, '31', closing)).toEqual({});
      expect(await go(key, '81')).toBe(204);
      expect(await names()).toEqual([['13', 'Reopen', 'Open', 'new']]);
      expect(await fieldsOf(key)).toMatchObject({ status: { name: 'Cancelled' }, resolution: { name: "Won't Do" } });
    });
  });

  it('shows what stands on the screen of each, and asks for what is required there', async () => {
    await withSandbox({ dialect, projects, workflows }, async (client) => {
      const { go, offered, open, fieldsOf } = lab(client);
      const key = await open();
      expect((await offered(key)).map(({ fields }) => fields)).toEqual([{}, {}]);
      await go(key, '11');
      const [resolve] = await offered(key);
      expect(resolve.fields).toMatchObject({
        resolution: {
          required: true,
          allowedValues: expect.arrayContaining([expect.objectContaining({ name: 'Done' })]),
        },
        customfield_20001: { required: true, name: 'Root cause', schema: { type: 'string' } },
      });
      expect(Object.keys(resolve.fields)).not.toContain('comment');
      expect(await go(key, '31')).toEqual({
        resolution: 'Resolution is required.',
        customfield_20001: 'Root cause is required.',
        comment: 'Comment is required.',
      });
      expect(
        await go(key, '31', { ...closing, fields: { ...Object(closing.fields), priority: { name: 'Low' } } }),
      ).toEqual({
        priority: notOnScreen('priority'),
      });
      expect(await go(key, '31', closing)).toBe(204);
      expect(await fieldsOf(key)).toMatchObject({
        ...{ status: { name: 'Resolved' }, resolution: { name: 'Done' }, customfield_20001: 'disk full' },
        comment: { total: 1 },
      });
      // The field is on no other screen.
      const edited = await client.rest('PUT', `/issue/${key}`, { fields: { customfield_20001: 'x' } });
      expect(edited.json.errors).toEqual({ customfield_20001: notOnScreen('customfield_20001') });
    });
  });

  it('clears the resolution on the way back only where the request does, and only where the screen offers it', async () => {
    await withSandbox({ dialect, projects, workflows }, async (client) => {
      const { go, open, fieldsOf } = lab(client);
      const clear: Json = { resolution: null };
      const kept = await open();
      await go(kept, '11');
      await go(kept, '31', closing);
      expect(await go(kept, '12')).toBe(204);
      expect(await fieldsOf(kept)).toMatchObject({ status: { name: 'Open' }, resolution: { name: 'Done' } });
      await go(kept, '11');
      await go(kept, '31', closing);
      expect(await go(kept, '12', { fields: clear })).toBe(204);
      expect(await fieldsOf(kept)).toMatchObject({ resolution: null, resolutiondate: null });
      const cancelled = await open();
      await go(cancelled, '81');
      expect(await go(cancelled, '13', { fields: clear })).toEqual({ resolution: notOnScreen('resolution') });
      expect(await go(cancelled, '13')).toBe(204);
    });
  });

  it('names the comment among the fields of a screen only where the file says so', async () => {
    const [, resolve] = [itsm.transitions.Open, itsm.transitions['In Progress']];
    const transitions = { ...itsm.transitions, Open: resolve.map((one) => ({ ...one, listsComment: true })) };
    await withSandbox({ dialect, projects: [{ key: 'OPS', workflow: { ...itsm, transitions } }] }, async (client) => {
      const { offered, open } = lab(client);
      expect((await offered(await open()))[0]).toMatchObject({
        fields: { comment: { required: true, schema: { type: 'comments-page' } } },
      });
    });
  });

  it('drops the comment of a transition without a screen without a word', async () => {
    await withSandbox({ dialect, projects, workflows }, async (client) => {
      const { go, open, fieldsOf } = lab(client);
      const key = await open();
      expect(await go(key, '11', { update: { comment: [{ add: { body: richFor(dialect, 'begun') } }] } })).toBe(204);
      expect(await fieldsOf(key)).toMatchObject({ status: { name: 'In Progress' }, comment: { total: 0 } });
    });
  });

  it('is known to JQL, to the statuses of the project and to a person', async () => {
    await withSandbox({ dialect, projects, workflows }, async (client) => {
      const key = await lab(client).open();
      client.sandbox.control.editAsPerson(key, { status: 'Cancelled' });
      expect(client.sandbox.control.issues()[0]).toMatchObject({ status: 'Cancelled', resolutionId: '10000' });
      expect(await client.search('status = Cancelled')).toEqual([key]);
      expect(await client.search('statusCategory = Done')).toEqual([key]);
      expect(await client.search('status = Open')).toEqual([]);
      const all = (await client.rest('GET', '/project/OPS/statuses')).text;
      for (const name of Object.keys(itsm.statuses)) expect(all).toContain(`"name":"${name}"`);
    });
  });

  it('may differ between issue types, and be changed while issues are open', async () => {
    const bug = { name: 'Bug', workflow: 'simple' };
    await withSandbox(
      { dialect, projects: [{ key: 'OPS', workflow: itsm, issueTypes: ['Task', bug] }] },
      async (client) => {
        const { offered, open } = lab(client);
        const task = await open();
        const { key } = await client.create({ issuetype: { name: 'Bug' } });
        expect((await offered(key)).map(({ name }) => name)).toEqual(['Start Progress', 'Done']);
        const closed = { ...itsm, global: [], transitions: { Open: [{ id: '31', name: 'Close', to: 'Resolved' }] } };
        await client.sandbox.control.set({ projects: { OPS: { workflow: closed } } });
        expect((await offered(task)).map(({ name }) => name)).toEqual(['Close']);
      },
    );
  });

  it.skipIf(SKIPPED !== '')(`answers as the official OpenAPI document says${SKIPPED}`, async () => {
    await withSandbox({ dialect, projects, workflows }, async (client) => {
      const { go, open } = lab(client);
      const key = await open();
      await go(key, '11');
      const reply = await client.rest('GET', `/issue/${key}/transitions?expand=transitions.fields`);
      expect(openApi(dialect).complaints(TRANSITIONS, reply)).toEqual([]);
    });
  });
});

it('is refused with the name of the status, the workflow or the resolution that is not there', async () => {
  const start = (workflow: ProjectOptions['workflow']) =>
    withSandbox({ projects: [{ key: 'OPS', ...(workflow === undefined ? {} : { workflow }) }] }, async () => {});
  await expect(start({ ...itsm, start: 'Nowhere' })).rejects.toThrow('Nowhere');
  await expect(start('itsm')).rejects.toThrow('itsm');
  const wrong = { ...itsm, global: [{ id: '1', name: 'x', to: 'Open', resolution: 'Solved' }] };
  await expect(start(wrong)).rejects.toThrow('Solved');
  await expect(start({ ...itsm, statuses: { ...itsm.statuses, Done: 'new' } })).rejects.toThrow('Done');
});
