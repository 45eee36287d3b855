/** The local stack as a process: `.env`, signals, and what is said when it cannot go on. */
import { join, resolve } from 'node:path';
import { StackFailed } from './processes/supervise.ts';
import { loadDotEnv } from './settings/dot-env.ts';
import { languageIn } from './settings/language.ts';
import { type Programs, type Stack, startStack } from './stack.ts';

const STOPPING = {
  en: '\nStopping (once more to stop at once) ...\n',
  zh: '\n正在停止（再按一次立即停止）…\n',
};

export interface RunStackOptions extends Programs {
  /** Where `.env` is, and `.data` for everything that must survive a restart. */
  readonly folder: string;
}

/** Runs until a signal, or until a part of it is given up. */
export async function runStack({ folder, ...programs }: RunStackOptions): Promise<void> {
  loadDotEnv(join(folder, '.env'), process.env);

  let stack: Stack | undefined;
  let stopping = false;
  const stopOnce = async (exitCode: number) => {
    if (stopping) return;
    stopping = true;
    try {
      await stack?.stop();
    } finally {
      process.exit(exitCode);
    }
  };
  const fail = (error: unknown) => {
    if (stopping) return;
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    void stopOnce(error instanceof StackFailed ? error.exitCode : 1);
  };

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
        ...programs,
        folder,
        dataDir: resolve(folder, process.env.LOCAL_STACK_DATA || '.data'),
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
}
