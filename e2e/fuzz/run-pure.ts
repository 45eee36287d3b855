import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Child, spawnNode } from '@guance-jira/local-stack';
import type { Reading } from '../harness/flat.ts';
import { repoRoot } from '../harness/paths.ts';
import { COMPILED } from '../harness/program.ts';
import type { Finding, PartReport } from './report.ts';
import type { TargetName } from './targets.ts';

/** An endless loop gives no processor time to read; by then the process itself is taken for hung. */
const SILENT_FOR_MS = 120_000;

/** Tries a target in a process of its own, which may hang or die. Findings do not end it, except those two. */
export async function runPure(part: TargetName, inputs: number, seed: number): Promise<PartReport> {
  const startedAt = Date.now();
  const child = spawnChild(part, inputs, seed);
  const findings: Finding[] = [];
  const heap: Reading[] = [];
  let chunk = seed;
  let done = 0;
  let heardAt = Date.now();
  child.onLine((line) => {
    heardAt = Date.now();
    const record = recordIn(line);
    if (typeof record.begins === 'number') chunk = record.begins;
    if (typeof record.done === 'number') done = record.done;
    if (typeof record.heap === 'number') heap.push({ at: done, value: record.heap });
    if (record.finding) findings.push({ part, ...record.finding });
  });
  const watch = setInterval(() => {
    if (Date.now() - heardAt > SILENT_FOR_MS) child.kill('SIGKILL');
  }, 1000);
  const { code, signal } = await child.exited;
  clearInterval(watch);
  if (code !== 0) {
    const how = signal === 'SIGKILL' ? 'hangs' : `ends with ${code ?? signal}`;
    const error = `the process ${how}: ${child.lastLines().join('\n')}`;
    findings.push({ part, seed: chunk, error, input: await lastInputOf(part, chunk) });
  }
  return { part, inputs: done, seconds: (Date.now() - startedAt) / 1000, findings, answers: {}, memory: { heap } };
}

interface Line {
  begins?: number;
  done?: number;
  heap?: number;
  finding?: Omit<Finding, 'part'>;
}

function recordIn(line: string): Line {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

/** Tries the chunk once more, slowly, and takes what was under way when the process hung or died again. */
async function lastInputOf(part: TargetName, chunk: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guance-jira-fuzz-'));
  const file = join(folder, 'input');
  try {
    const child = spawnChild(part, 1000, chunk, [file]);
    await Promise.race([child.exited, pause(SILENT_FOR_MS)]);
    child.kill('SIGKILL');
    await child.exited;
    return await readFile(file, 'utf8');
  } catch (error) {
    return `within the chunk ${chunk} (${error})`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function spawnChild(part: TargetName, inputs: number, seed: number, more: readonly string[] = []): Child {
  return spawnNode(part, `${repoRoot}/e2e/fuzz/pure-child.ts`, {
    cwd: repoRoot,
    args: [part, String(seed), String(inputs), ...more],
    env: { PATH: process.env.PATH, ...COMPILED },
  });
}
