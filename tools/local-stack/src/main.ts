/** `npm start`: the whole thing on one machine, with a sandbox for Jira unless `JIRA_URL` names a real one. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StackFailed } from './processes/supervise.ts';
import { languageIn } from './settings/language.ts';
import { type Stack, startStack } from './stack.ts';

const STOPPING = {
  en: '\nStopping (once more to stop at once) ...\n',
  zh: '\n正在停止（再按一次立即停止）…\n',
};

const root = resolve(fileURLToPath(new URL('../../..', import.meta.url)));
const dotEnv = join(root, '.env');
if (existsSync(dotEnv)) process.loadEnvFile(dotEnv);

let stack: Stack | undefined;
let stopping = false;

async function stopOnce(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  try {
    await stack?.stop();
  } finally {
    process.exit(exitCode);
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) {
      stack?.kill();
      process.exit(130);
    }
    process.stdout.write(STOPPING[languageIn(process.env)]);
    void stopOnce(0);
  });
}
// A SIGTERM to npm ends the shell between npm and us, and reaches us only as a change of parent.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  setInterval(() => {
    if (process.ppid !== parent) void stopOnce(0);
  }, 500).unref();
}
// When what reads our output is gone, the children still have to be stopped in order.
process.stdout.on('error', () => void stopOnce(0));

try {
  await startStack(
    {
      root,
      dataDir: resolve(root, process.env.LOCAL_STACK_DATA || '.data'),
      env: { ...process.env },
      write: (text) => process.stdout.write(text),
    },
    (started) => {
      stack = started;
      started.failed.catch(fail);
    },
  );
} catch (error) {
  fail(error);
}

function fail(error: unknown): void {
  if (stopping) return;
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  void stopOnce(error instanceof StackFailed ? error.exitCode : 1);
}
