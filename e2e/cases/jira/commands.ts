/** Cases of `validate`, and of rules that no worker starts with. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { cliIn } from '../../../apps/cli/src/testing/cli.ts';
import { createApp, startJira } from '../../harness/index.ts';
import type { JiraCase } from './file.ts';
import type { JiraDialect } from './lab.ts';
import { siteOf } from './site.ts';

/** What the output names, and the code; null: no complaint. */
const VALIDATE: Record<string, { words: RegExp; code?: number } | null> = {
  validate_constant_text_into_number: { words: /(customfield_10101|Measured value).*a number/ },
  validate_required_and_nobody_fills_it: { words: /customfield_10151/, code: 1 },
  validate_constant_text_into_date: { words: /customfield_10110/ },
  validate_unknown_option: { words: /customfield_10103/ },
  validate_sub_task_with_parent: null,
  validate_template_into_number: null,
};

export const commandCases: readonly string[] = [
  ...Object.keys(VALIDATE),
  ...['braces_in_issue_type', 'braces_in_priority', 'braces_in_project', 'small_letters_in_project'],
];

export async function runCommand(one: JiraCase, dialect: JiraDialect): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'guance-jira-cases-'));
  const file = join(dir, 'rules.yaml');
  await writeFile(file, one.rules);
  const jira = await startJira(dialect, { language: 'en', projects: [{ key: 'OPS', ...siteOf(one) }] });
  try {
    if (one.command === 'validate') await validates(one, { ...jira.env, RULES_FILE: file, LC_ALL: 'C.UTF-8' });
    else await isRefusedAtStart(one, { ...jira.env, RULES_FILE: file });
  } finally {
    await jira.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function validates({ id }: JiraCase, env: Record<string, string>): Promise<void> {
  const wanted = VALIDATE[id];
  const { code, out } = await cliIn({ env })('validate');
  if (wanted === null || wanted === undefined) {
    expect(out).not.toMatch(/^\s*[✘!] /m);
    expect(code).toBe(0);
    return;
  }
  expect(out.split('\n').filter((line) => wanted.words.test(line))).not.toEqual([]);
  if (wanted.code !== undefined) expect(code).toBe(wanted.code);
}

/** It needs no Redis for that: rules are read first. */
async function isRefusedAtStart({ id }: JiraCase, env: Record<string, string>): Promise<void> {
  const name = id === 'braces_in_issue_type' ? 'issueType' : id === 'braces_in_priority' ? 'priority' : 'project';
  const worker = createApp({ name: 'worker', file: 'apps/worker/src/main.ts', readyUrl: '', env });
  await worker.start({ ready: false });
  const exit = await worker.child?.exited;
  expect(exit?.code).toBe(78);
  const said = worker.log.text;
  expect(said).toMatch(new RegExp(`rules.yaml:\\d+.*${name}`));
  if (id.startsWith('braces')) expect(said).toContain('allow');
}
