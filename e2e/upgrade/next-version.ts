import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type App, createApp, repoRoot } from '../harness/index.ts';

/**
 * The next version, for want of one: this one with its version numbers raised, so that it writes jobs, ledger records and
 * records of objects that are newer, and reads both. CONTRIBUTING says that a real one must do the same.
 */
const CHANGES: readonly (readonly [file: string, from: string, to: string])[] = [
  ['packages/queue/src/contract/contract.ts', 'const JOB_VERSION = 1;', 'const JOB_VERSION = 2;'],
  [
    'packages/queue/src/contract/contract.ts',
    'v: z.literal(JOB_VERSION)',
    'v: z.union([z.literal(1), z.literal(JOB_VERSION)])',
  ],
  ['packages/queue/src/delivery/deliver.ts', 'return { v: 1, eventId,', 'return { v: 2, eventId,'],
  ['packages/ledger/src/ledger.ts', 'export const RECORD_VERSION = 2;', 'export const RECORD_VERSION = 3;'],
  ['apps/worker/src/groups/per-fault/state/state-store.ts', 'const STATE_VERSION = 2;', 'const STATE_VERSION = 3;'],
];

/**
 * @param only the one constant to raise, as a real next version may do
 * @throws Error when a change no longer fits the code: then the versions are written elsewhere now
 */
export async function makeNextVersion(dir: string, only?: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  // Links among our packages lead to the copies; those to other packages end in the one node_modules.
  for (const folder of ['apps', 'packages'])
    await cp(join(repoRoot, folder), join(dir, folder), { recursive: true, verbatimSymlinks: true });
  // It names the version that a program tells.
  await cp(join(repoRoot, 'package.json'), join(dir, 'package.json'));
  await symlink(join(repoRoot, 'node_modules'), join(dir, 'node_modules'));
  for (const [file, from, to] of CHANGES.filter(([, from]) => only === undefined || from.includes(`const ${only} `))) {
    const text = await readFile(join(dir, file), 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${file} does not hold exactly once: ${from}`);
    await writeFile(join(dir, file), text.replace(from, to));
  }
}

/** The same program of the next version, with the same settings and ports: one of the two may run. */
export function nextOf(app: App, dir: string): App {
  const part = app.name.startsWith('receiver') ? 'receiver' : 'worker';
  const port = part === 'receiver' ? app.env.RECEIVER_PORT : app.env.WORKER_PORT;
  return createApp({
    name: `next ${app.name}`,
    file: `${relative(repoRoot, dir)}/apps/${part}/src/main.ts`,
    readyUrl: `http://127.0.0.1:${port}/${part === 'receiver' ? 'healthz' : 'readyz'}`,
    env: app.env,
  });
}
