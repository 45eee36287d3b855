import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
 * The same program of the next version, with the same settings and ports: one of the two may run. The words are changed while they are
 * loaded: a copy of all files would be compiled anew, which takes as long again as a start.
 * @param only the one constant to raise, as a real next version may do
 * @throws Error when a change no longer fits the code: then the versions are written elsewhere now
 */
export function nextOf(app: App, only?: string): App {
  const part = app.name.startsWith('receiver') ? 'receiver' : 'worker';
  const port = part === 'receiver' ? app.env.RECEIVER_PORT : app.env.WORKER_PORT;
  return createApp({
    name: `next ${app.name}`,
    // From its sources also where others start what was built of them: by this name nothing was built.
    file: `./apps/${part}/src/main.ts`,
    readyUrl: `http://127.0.0.1:${port}/${part === 'receiver' ? 'healthz' : 'readyz'}`,
    env: {
      ...app.env,
      NEXT_VERSION: JSON.stringify(changesOf(only)),
      NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'raise-versions.mjs')).href}`,
    },
  });
}

function changesOf(only: string | undefined) {
  return CHANGES.filter(([, from]) => only === undefined || from.includes(`const ${only} `)).map(([file, from, to]) => {
    const path = join(repoRoot, file);
    if (readFileSync(path, 'utf8').split(from).length !== 2)
      throw new Error(`${file} does not hold exactly once: ${from}`);
    return [pathToFileURL(path).href, from, to];
  });
}
