import { describe, expect, it, vi } from 'vitest';
import { fakeTransport } from '../testing/fake-transport.ts';
import { readCreateSchema } from './read-schema.ts';
import { readSprints } from './read-sprints.ts';

const SPRINT = {
  ...{ fieldId: 'customfield_9', name: 'Sprint', required: false },
  schema: { type: 'array', items: 'json', custom: 'com.pyxis.greenhopper.jira:gh-sprint' },
};

describe('the sprints that can be named', () => {
  it('are the active ones of the first boards, a slot before each request', async () => {
    const transport = fakeTransport(({ url }) => ({
      value: String(url).endsWith('/board')
        ? { values: [1, 2, 3, 4].map((id) => ({ id, name: `board ${id}` })) }
        : { values: [{ id: 40 + Number(String(url).split('/').at(-2)), name: `sprint of ${url}` }] },
    }));
    const slot = vi.fn(async () => {});

    expect((await readSprints(transport, 'OPS', slot))?.map(({ id }) => id)).toEqual(['41', '42', '43']);
    expect(slot).toHaveBeenCalledTimes(4);
    expect(transport.requests[0]).toMatchObject({
      url: '/rest/agile/1.0/board',
      searchParams: { projectKeyOrId: 'OPS', type: 'scrum' },
    });
    expect(transport.requests[1]).toMatchObject({ searchParams: { state: 'active' } });
  });

  it.each([403, 404, 500])('are not told where Jira answers %s', async (status) => {
    const transport = fakeTransport(() => ({ status, value: { errorMessages: ['no'], errors: {} } }));
    expect(await readSprints(transport, 'OPS', async () => {})).toBe(null);
  });

  it('wait with everything else when Jira asks to slow down', async () => {
    const transport = fakeTransport(() => ({ status: 429, value: { errorMessages: ['slow'], errors: {} } }));
    await expect(readSprints(transport, 'OPS', async () => {})).rejects.toMatchObject({ code: 'jira_429' });
  });

  it('wait with everything else while Jira forbids everything', async () => {
    const words = ['The IP address has been rejected because it is not on the IP allowlist.'];
    const transport = fakeTransport(() => ({ status: 403, value: { errorMessages: words, errors: {} } }));
    await expect(readSprints(transport, 'OPS', async () => {})).rejects.toMatchObject({ code: 'jira_403' });
  });

  it('stand in the schema of a screen with a sprint, and are asked for nowhere else', async () => {
    const place = { project: 'OPS', issueType: 'Task', typeId: '1' };
    const read = async (fields: object[]) => {
      const transport = fakeTransport(({ url }) => ({
        value: /agile/.test(String(url))
          ? { values: [{ id: 7, name: 'Ops sprint 9' }] }
          : { total: fields.length, values: fields },
      }));
      const schema = await readCreateSchema(transport, '/rest/api/2', place, async () => {});
      return { allowed: schema?.fields[0]?.allowed, count: transport.requests.length };
    };

    expect(await read([SPRINT])).toEqual({ allowed: [{ id: '7', text: 'Ops sprint 9' }], count: 3 });
    expect(await read([{ ...SPRINT, schema: { type: 'number' } }])).toEqual({ allowed: null, count: 1 });
  });
});
