import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { ReceiverEnv } from '../../../apps/receiver/src/config.ts';
import { WorkerEnv } from '../../../apps/worker/src/config.ts';
import { grafanaDashboard } from './dashboard/grafana.ts';
import { ROWS } from './dashboard/panels.ts';
import { productionPackages, renderLicences } from './licences.ts';
import { renderMetrics } from './metrics.ts';
import { renderEnvExample, renderTable, replaceTable, type Section } from './render.ts';
import { settingsOf } from './settings.ts';

export interface Document {
  readonly file: string;
  /** What stands there now; undefined when the file does not exist. */
  readonly now: string | undefined;
  readonly wanted: string;
}

/** Every document that is made from settings, metrics, panels and installed packages, as it is and as it should be. */
export async function documents(root: string): Promise<Document[]> {
  const sections = sectionsOf(ReceiverEnv, WorkerEnv);
  const english = renderTable(sections, { name: 'Variable', byDefault: 'Default', meaning: 'Meaning' });
  const chinese = renderTable(sections, { name: '变量', byDefault: '默认值', meaning: '含义' });
  const tables = [
    await tableDocument(root, 'docs/settings.md', english),
    await tableDocument(root, 'docs/settings.zh-CN.md', chinese),
  ].filter((document) => document !== undefined);
  const whole = [
    { file: '.env.example', wanted: renderEnvExample(sections) },
    { file: 'docs/licences.md', wanted: renderLicences(productionPackages(root)) },
    { file: 'ops/METRICS.md', wanted: renderMetrics() },
    { file: 'ops/grafana/guance-jira.json', wanted: `${JSON.stringify(grafanaDashboard(ROWS), null, 2)}\n` },
  ];
  const written = whole.map(async ({ file, wanted }) => ({ file, now: await textOf(join(root, file)), wanted }));
  return [...(await Promise.all(written)), ...tables];
}

/** What both apps read stands first and once. */
export function sectionsOf(receiver: z.ZodObject, worker: z.ZodObject): Section[] {
  const ofReceiver = settingsOf(receiver);
  const ofWorker = settingsOf(worker);
  const inWorker = new Set(ofWorker.map((setting) => setting.name));
  const shared = new Set(ofReceiver.map((setting) => setting.name).filter((name) => inWorker.has(name)));
  return [
    { title: 'Receiver and worker', settings: ofReceiver.filter(({ name }) => shared.has(name)) },
    { title: 'Receiver', settings: ofReceiver.filter(({ name }) => !shared.has(name)) },
    { title: 'Worker', settings: ofWorker.filter(({ name }) => !shared.has(name)) },
  ];
}

async function tableDocument(root: string, file: string, table: string): Promise<Document | undefined> {
  const now = await textOf(join(root, file));
  return now === undefined ? undefined : { file, now, wanted: replaceTable(now, table) };
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
