import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fieldKinds } from '../fields/kinds.ts';
import type { JsonObject } from '../json.ts';
import { optionsFromEnv } from '../process-options.ts';
import { dialects, richFor, withSandbox } from '../testing.ts';
import { readSite, sampleSite } from './site.ts';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-site-'));
afterAll(() => rmSync(folder, { recursive: true }));
function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('the sample site', () => {
  it('has a field of each kind', async () => {
    await withSandbox({ ...sampleSite }, async ({ sandbox }) => {
      const kinds = new Set(
        [...sandbox.state.projects.values()].flatMap(({ fields }) => [...fields.values()].map(({ kind }) => kind)),
      );
      const missing = fieldKinds.filter((kind) => kind !== 'any' && !kinds.has(kind));
      expect(missing).toEqual([]);
    });
  });

  it.each(dialects)('takes on %s an alert without any of them, and one with all', async (dialect) => {
    const pacher = dialect === 'cloud' ? { accountId: '5b10a2844c20165700ede21g' } : { name: 'pacher' };
    const all: JsonObject = {
      ...{ customfield_10101: 100, customfield_10102: richFor(dialect, 'x'), customfield_10103: { value: 'prod' } },
      ...{ customfield_10104: [{ value: 'Network, LAN' }], customfield_10105: 'x', customfield_10107: pacher },
      ...{ customfield_10106: { value: 'Ops', child: { value: 'DBA' } }, customfield_10108: [pacher] },
      ...{ customfield_10109: { name: 'sre' }, customfield_10110: '2026-10-08', customfield_10114: 23 },
      ...{ customfield_10111: '2026-10-07T20:30:00.000+0000', customfield_10112: 'https://example.com/d' },
      ...{ customfield_10113: ['pay'], customfield_10115: { value: 'some' }, customfield_10116: [{ value: 'logs' }] },
      ...{ customfield_10117: '支付', customfield_10118: [{ name: 'dba' }], components: [{ name: 'Database' }] },
      ...{ versions: [{ name: '1.0' }], fixVersions: [{ name: '1.1' }], security: { name: 'Internal' } },
      ...{ environment: richFor(dialect, 'prod'), duedate: '2026-10-09', assignee: pacher },
    };
    await withSandbox({ ...sampleSite, dialect }, async ({ create, rest }) => {
      await create({ issuetype: { name: '故障' } });
      const { key } = await create({ issuetype: { name: '故障' }, ...all });
      const { json } = await rest('GET', `/issue/${key}`);
      expect(Object.values(Object(json.fields)).filter((value) => value === undefined)).toEqual([]);
      expect(json.fields).toMatchObject({
        customfield_10104: [{ value: 'Network, LAN' }],
        assignee: { displayName: 'Pacher Wang' },
      });
      const other = await create({ project: { key: 'DBA' }, issuetype: { name: 'Incident' }, ...all });
      expect(other.key).toBe('DBA-1');
    });
  });

  it('has issues that people made in each status of the workflow with a closing screen, and none of ours', async () => {
    await withSandbox({ ...sampleSite }, async ({ sandbox, search, rest }) => {
      const statuses = ['Open', 'In Progress', 'Resolved', 'Cancelled', 'Duplicate'];
      for (const status of statuses) expect(await search(`project = SRE AND status = "${status}"`)).not.toEqual([]);
      expect(await search('labels = guance-jira OR creator = currentUser()')).toEqual([]);
      expect(new Set(sandbox.control.issues().map(({ projectKey }) => projectKey))).toEqual(new Set(['SRE']));

      const [key] = await search('project = SRE AND issuetype = 故障 AND status = "In Progress"');
      const { json } = await rest('GET', `/issue/${key}/transitions?expand=transitions.fields`);
      expect(json.transitions).toMatchObject([
        { name: 'Resolve', fields: { customfield_20001: { name: 'Root cause', required: true } } },
        { name: 'Cancel' },
      ]);
    });
  });

  it('has them once, and not beside the issues of a data file', async () => {
    const dataFile = join(folder, 'kept.json');
    await withSandbox({ ...sampleSite, issues: [], dataFile }, async ({ create }) => {
      await create();
    });
    await withSandbox({ ...sampleSite, dataFile }, async ({ sandbox }) =>
      expect(sandbox.control.issues()).toHaveLength(1),
    );
  });

  it.each(dialects)('has on %s a project that asks for a field, and one of JSM', async (dialect) => {
    await withSandbox({ ...sampleSite, dialect }, async ({ create, rest }) => {
      const fields = { project: { key: 'SRE' }, issuetype: { name: 'Incident' }, summary: 's' };
      expect((await rest('POST', '/issue', { fields })).json.errors).toEqual({
        customfield_10103: 'Environment class is required.',
      });
      const { key } = await create({ ...fields, customfield_10103: { value: 'prod' } });
      const { json } = await rest('GET', `/issue/${key}/transitions`);
      expect(json.transitions).toMatchObject([
        { name: 'Start progress' },
        { name: 'Mark as duplicate' },
        { name: 'Cancel' },
      ]);
      const desk = { project: { key: 'DESK' }, issuetype: { name: 'Incident' } };
      await create({ ...desk, customfield_10201: [322], customfield_10202: 'desk/report-an-outage' });
      expect((await rest('GET', '/project/DESK')).json.projectTypeKey).toBe('service_desk');
    });
  });
});

describe('a site file', () => {
  it('is laid under the settings of a process, with its accounts behind ours', () => {
    const path = file(
      'own.json',
      '{ "projects": [{ "key": "WEB" }], "accounts": [{ "login": "bot" }, { "login": "zhao" }] }',
    );
    const options = optionsFromEnv({ SANDBOX_SITE: path, SANDBOX_USER: 'bot@example.com' });
    expect(options.projects).toMatchObject([{ key: 'WEB' }]);
    expect(options.accounts?.map(({ login }) => login)).toEqual(['bot', 'pacher', 'wangwei', 'lina', 'zhao']);
    expect(optionsFromEnv({ SANDBOX_SITE: 'sample' }).fields).toEqual(sampleSite.fields);
    expect(optionsFromEnv({}).fields).toBeUndefined();
  });

  it('is refused with the place of what is wrong in it', () => {
    expect(() => readSite(file('typo.json', '{ "fields": { "customfield_1": { "type": "colour" } } }'))).toThrow(
      'customfield_1',
    );
    expect(() => readSite(file('key.json', '{ "feilds": {} }'))).toThrow('feilds');
    expect(() => readSite(file('broken.json', '{'))).toThrow('is not JSON');
    expect(() => readSite(join(folder, 'none.json'))).toThrow('ENOENT');
  });
});
