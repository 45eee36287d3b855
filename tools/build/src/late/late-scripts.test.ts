import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lateFiles } from './late-files.ts';
import { lateScripts } from './late-scripts.ts';

interface Script {
  readonly name: string;
  readonly content: { readonly sha: string; text(): string };
}

const bullmq = createRequire(join(import.meta.dirname, '../../../../packages/queue/package.json')).resolve('bullmq');
const scripts = join(dirname(bullmq).replace('/dist/cjs', '/dist/esm'), 'scripts/index.js');

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'guance-jira-scripts-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('has the texts of all scripts in a file of their own, each with the SHA-1 by which Redis knows it', async () => {
  const bundle = await rolldown({ input: scripts, platform: 'node', plugins: [lateFiles(), lateScripts()] });
  await bundle.write({ dir: root, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' });
  const made: Record<string, Script> = createRequire(join(root, 'x.cjs'))('./index.cjs');
  const { moveToActive } = await import(join(dirname(scripts).replace('/dist/esm', '/dist/cjs'), 'index.js'));

  expect(Object.values(made).length).toBeGreaterThan(50);
  expect(
    Object.values(made).filter(({ content }) => sha1(content.text()) !== content.sha || content.text().length < 100),
  ).toEqual([]);
  expect(made.moveToActive?.content.text()).toBe(moveToActive.content);
  expect(await readdir(root)).toEqual(['index.cjs', 'late-bullmq-scripts.cjs']);
  expect(await readFile(join(root, 'index.cjs'), 'utf8')).not.toContain('rcall(');
});

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
