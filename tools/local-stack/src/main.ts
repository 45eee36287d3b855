/** `npm start`: the whole thing on one machine, with a small Guance and a small Jira unless `JIRA_URL` names a real one. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStack } from './run-stack.ts';

const root = resolve(fileURLToPath(new URL('../../..', import.meta.url)));
const FILES = {
  sandbox: 'tools/jira-sandbox/src/main.ts',
  'guance-sandbox': 'tools/guance-sandbox/src/main.ts',
  worker: 'apps/worker/src/main.ts',
  receiver: 'apps/receiver/src/main.ts',
  console: 'apps/console/src/main.ts',
};

await runStack({
  folder: root,
  program: (name) => ({ file: join(root, FILES[name]) }),
  memoryRedis: fileURLToPath(new URL('./redis/memory-main.ts', import.meta.url)),
});
