import { delimiter, join } from 'node:path';
import { isProgram } from '../harness/is-program.ts';

/** The browser of the machine: CHROMIUM, or the first of the usual names on the PATH; undefined when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const usual = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  return [...(env.CHROMIUM ? [env.CHROMIUM] : []), ...usual].find(isProgram);
}
