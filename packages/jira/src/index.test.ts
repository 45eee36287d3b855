import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

/** Prints what was loaded; Node itself, as vitest has a loader of its own. */
const LOADED = `
import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
await import('./index.ts');
console.log(loaded.join('\\n'));
`;

it('what starts without a Cloud to talk to loads none of the thousand files of jira.js', async () => {
  const options = { cwd: import.meta.dirname, maxBuffer: 2 ** 24 };
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', LOADED], options);

  expect(stdout).toContain('/packages/jira/src/connect.ts');
  expect(stdout.split('\n').filter((url) => url.includes('/jira.js/'))).toEqual([]);
});
