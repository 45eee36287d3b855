import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Holds `dataDir` for this process; two stacks on one folder would ruin each other's files. SQLite's lock goes with the
 * process, however that ends. Returns what frees it.
 * @throws Error when another process holds it
 */
export async function holdAlone(dataDir: string): Promise<() => void> {
  // Alerts, issues and secrets lie in it: not for the other people on this machine.
  const lock = await openLock(dataDir).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${dataDir} cannot be written, where all that must survive a restart is kept: ${why}\n→ start in a folder of your own, or name one: LOCAL_STACK_DATA=<folder>`,
    );
  });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new Error(`npm start runs already in this folder (${dataDir} is in use). Stop that one first.`);
  }
  return () => lock.close();
}

async function openLock(dataDir: string): Promise<DatabaseSync> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await chmod(dataDir, 0o700);
  return new DatabaseSync(join(dataDir, 'stack.lock'));
}
