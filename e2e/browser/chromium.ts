import { delimiter, join } from 'node:path';
import { isProgram } from '../harness/is-program.ts';

/**
 * The browser of the machine: CHROMIUM, or the first of the usual names on the PATH; undefined when there is none. The shell without
 * windows draws the same pages with a third of a processor's time: the others make a whole browser window for each context.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const usual = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  return [...(env.CHROMIUM ? [env.CHROMIUM] : []), ...usual].find(isProgram);
}
