import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startJiraSandbox } from '../start.ts';
import { withSandbox } from '../testing.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jira-sandbox-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('keeps issues, links and numbers over a restart, and search finds them at once', async () => {
  const options = { dataFile: join(folder, 'deep', 'data.json'), indexLagMs: 3_600_000 };
  let lastId = 0;
  await withSandbox(options, async ({ create, rest, sandbox }) => {
    const [one, two] = [await create({ labels: ['kept'] }), await create()];
    await rest('POST', '/issueLink', {
      type: { name: 'Relates' },
      inwardIssue: { key: one.key },
      outwardIssue: { key: two.key },
    });
    sandbox.control.editAsPerson(one.key, { moveTo: 'DBA' });
    await rest('DELETE', `/issue/${two.key}`);
    lastId = sandbox.state.lastId;
  });
  await withSandbox(options, async ({ create, search, sandbox }) => {
    expect(await search('labels = kept')).toEqual(['DBA-1']);
    expect(sandbox.state.findIssue('OPS-1')?.key).toBe('DBA-1');
    const next = await create();
    expect(Number(next.id)).toBeGreaterThan(lastId);
  });
});

it('answers a write only when the file has it, and leaves no half file behind', async () => {
  const dataFile = join(folder, 'data.json');
  await withSandbox({ dataFile }, async ({ create }) => {
    const made = await Promise.all(Array.from({ length: 20 }, () => create()));
    const kept = JSON.parse(await readFile(dataFile, 'utf8')).issues.map(({ key }: { key: string }) => key);
    expect(kept.sort()).toEqual(made.map(({ key }) => key).sort());
    expect(await readdir(folder)).toEqual(['data.json']);
  });
});

it('does not start over a file that it cannot read', async () => {
  const dataFile = join(folder, 'data.json');
  await writeFile(dataFile, '{"v":1');
  await expect(startJiraSandbox({ dataFile })).rejects.toThrow(/not a data file of this sandbox/);
  expect(await readFile(dataFile, 'utf8')).toBe('{"v":1');
});
