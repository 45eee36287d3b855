/** The sites of the cases that people reported: each can be set up here as it is told there, by options alone. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SandboxOptionsInput } from './options.ts';
import { type Client, dialects, withSandbox } from './testing.ts';

type Case = {
  id: string;
  deployments: string[];
  jira: {
    fields?: Record<string, { name: string; type: string; required?: boolean; options?: unknown }>;
    workflow?: { start: string; statuses: Record<string, string>; transitions: Record<string, { name: string }[]> };
    serviceDesks?: string[];
  };
};

const file = new URL('../../../../shared/cases/jira.json', import.meta.url);
const SKIPPED = existsSync(file) ? '' : ' (skipped: no ../shared)';
const { cases, people } = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[]; people: { name: string; accountId: string }[] })
  : { cases: [], people: [] };

describe.each(dialects)('a site of the cases on %s', (dialect) => {
  it.skipIf(SKIPPED !== '')(`is set up as it is told${SKIPPED}`, async () => {
    const mine = cases.filter(({ deployments }) => deployments.includes(dialect === 'cloud' ? 'cloud' : 'data-center'));
    expect(mine.length).toBeGreaterThan(50);
    for (const { id, jira } of mine) {
      const desks = (jira.serviceDesks ?? []).map((key) => ({ key, type: 'service_desk' as const }));
      const workflow = jira.workflow === undefined ? {} : { workflow: jira.workflow };
      const options = { dialect, fields: jira.fields ?? {}, projects: [{ key: 'OPS', ...workflow }, ...desks] };
      await withSandbox(options as SandboxOptionsInput, async (client) => {
        expect(await fieldsOf(client), id).toMatchObject(
          Object.fromEntries(
            Object.entries(jira.fields ?? {}).map(([field, { name, required = false }]) => [field, { name, required }]),
          ),
        );
        expect(await offeredAtFirst(client, jira.fields ?? {}), id).toEqual(
          jira.workflow?.transitions[jira.workflow.start]?.map(({ name }) => name) ?? ['Start Progress', 'Done'],
        );
      });
    }
  });

  it.skipIf(SKIPPED !== '')(`knows its people${SKIPPED}`, async () => {
    await withSandbox({ dialect }, async ({ sandbox }) => {
      for (const { name, accountId } of people) {
        const known = sandbox.state.accounts.get(name)?.accountId;
        expect(known, name).toBe(dialect === 'cloud' ? accountId : name);
      }
    });
  });
});

async function fieldsOf({ rest, sandbox }: Client): Promise<Record<string, unknown>> {
  const type = sandbox.state.projects.get('OPS')?.issueTypes[0]?.id;
  const { json } = await rest('GET', `/issue/createmeta/OPS/issuetypes/${type}?maxResults=200`);
  const list: unknown = json.fields ?? json.values;
  return Object.fromEntries((Array.isArray(list) ? list : []).map((field) => [Object(field).fieldId, field]));
}

/** The names of the transitions of a new issue; a field that is asked for is a number in all of these sites, but for documents. */
async function offeredAtFirst({ create, rest, sandbox }: Client, fields: NonNullable<Case['jira']['fields']>) {
  const doc = { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x' }] }] };
  const value = (type: string) => (type === 'number' ? 1 : sandbox.state.isCloud ? doc : 'x');
  const required = Object.entries(fields).filter(([, field]) => field.required === true);
  const { key } = await create(Object.fromEntries(required.map(([id, { type }]) => [id, value(type)])));
  const { json } = await rest('GET', `/issue/${key}/transitions`);
  return (Array.isArray(json.transitions) ? json.transitions : []).map((one) => Object(one).name);
}
