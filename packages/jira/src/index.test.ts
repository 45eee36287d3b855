import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it('what starts without a Cloud to talk to loads none of the thousand files of jira.js', async () => {
  const loaded = await loadedBy('./index.ts');

  expect(loaded.join('\n')).toContain('/packages/jira/src/connect.ts');
  expect(loaded.filter(isOfJiraJs)).toEqual([]);
});

it('a Cloud loads the requests that it needs, with what they need', async () => {
  const loaded = (await loadedBy('./cloud/cloud.ts')).filter(isOfJiraJs);

  expect(loaded.join('\n')).toContain('/dist/cloud/api/issues.js');
  expect(loaded.length).toBeLessThan(200);
});

function isOfJiraJs(url: string): boolean {
  return url.includes('/jira.js/');
}

/** By Node itself, as vitest has a loader of its own. */
async function loadedBy(file: string): Promise<string[]> {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    await import('${file}');
    console.log(loaded.join('\\n'));
  `;
  const options = { cwd: import.meta.dirname, maxBuffer: 2 ** 24 };
  return (await run(process.execPath, ['--input-type=module', '--eval', script], options)).stdout.split('\n');
}
