import { glob, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { ConsoleEnv } from '../../../apps/console/src/config.ts';
import { ReceiverEnv } from '../../../apps/receiver/src/config.ts';
import { WorkerEnv } from '../../../packages/operations/src/index.ts';
import { grafanaDashboard } from './dashboard/grafana.ts';
import { ROWS } from './dashboard/panels.ts';
import { renderFieldKinds } from './field-kinds.ts';
import { productionPackages, renderLicences } from './licences.ts';
import { renderMetrics } from './metrics.ts';
import { oneSentencePerLine } from './one-sentence-per-line.ts';
import { renderOpenApi } from './openapi/openapi.ts';
import { renderEnvExample, renderTable, replaceTable, type Section } from './render.ts';
import { settingsOf } from './settings.ts';

export interface Document {
  readonly file: string;
  /** What stands there now; undefined when the file does not exist. */
  readonly now: string | undefined;
  readonly wanted: string;
}

/** Made from code: each has its own form. */
const MADE = new Set(['docs/settings.md', 'docs/licences.md', 'ops/METRICS.md']);

/** Every document that is made from settings, metrics, panels, examples of fields and installed packages, as it is and as it should be. */
export async function documents(root: string): Promise<Document[]> {
  const sections = sectionsOf({ Receiver: ReceiverEnv, Worker: WorkerEnv, Console: ConsoleEnv });
  const tables = [
    await tableDocument(root, 'docs/settings.md', renderTable(sections, 'en')),
    await tableDocument(root, 'docs/settings.zh-CN.md', renderTable(sections, 'zh')),
    await tableDocument(root, 'docs/guide/fields.zh-CN.md', renderFieldKinds('zh'), 'fields'),
  ].filter((document) => document !== undefined);
  const whole = [
    { file: '.env.example', wanted: renderEnvExample(sections) },
    { file: 'docs/licences.md', wanted: renderLicences(productionPackages(root)) },
    { file: 'docs/openapi.yaml', wanted: renderOpenApi(await versionOf(root)) },
    { file: 'ops/METRICS.md', wanted: renderMetrics() },
    { file: 'ops/grafana/guance-jira.json', wanted: `${JSON.stringify(grafanaDashboard(ROWS), null, 2)}\n` },
  ];
  const written = whole.map(async ({ file, wanted }) => ({ file, now: await textOf(join(root, file)), wanted }));
  return [...(await Promise.all(written)), ...tables, ...(await sentenceDocuments(root))];
}

/** What several apps read stands first and once: what all read, then what some do. */
export function sectionsOf(
  apps: Readonly<Record<string, z.ZodObject>>,
  chinese?: Readonly<Record<string, string>>,
): Section[] {
  const settings = Object.entries(apps).flatMap(([app, schema]) =>
    settingsOf(schema, chinese).map((setting) => ({ app, setting })),
  );
  const readers = Map.groupBy(settings, ({ setting }) => setting.name);
  const sections = Map.groupBy(readers.values(), (uses) => uses.map(({ app }) => app).join(', '));
  return [...sections]
    .map(([title, uses]) => ({ title, settings: uses.flatMap(([first]) => (first ? [first.setting] : [])) }))
    .sort((a, b) => appsIn(b.title) - appsIn(a.title));
}

function appsIn(title: string): number {
  return title.split(', ').length;
}

/** What people write in English (CONTRIBUTING, Style): a change of one sentence is a change of one line. */
async function sentenceDocuments(root: string): Promise<Document[]> {
  const files = glob('**/*.md', {
    cwd: root,
    exclude: (name) => /^(?:\.|dist|node_modules|samples)|zh-CN\.md$/.test(basename(name)),
  });
  const found: Document[] = [];
  for await (const file of files) {
    if (MADE.has(file)) continue;
    const now = await readFile(join(root, file), 'utf8');
    found.push({ file, now, wanted: oneSentencePerLine(withFieldKinds(file, now)) });
  }
  return found;
}

function withFieldKinds(file: string, text: string): string {
  return file === 'docs/guide/fields.md' ? replaceTable(text, renderFieldKinds('en'), 'fields') : text;
}

async function tableDocument(
  root: string,
  file: string,
  table: string,
  name?: 'settings' | 'fields',
): Promise<Document | undefined> {
  const now = await textOf(join(root, file));
  return now === undefined ? undefined : { file, now, wanted: replaceTable(now, table, name) };
}

async function versionOf(root: string): Promise<string> {
  return String(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).version);
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
