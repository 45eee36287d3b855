import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { optionsFromEnv } from './process-options.ts';
import { basic } from './testing.ts';

const main = new URL('main.ts', import.meta.url).pathname;

describe('the process', () => {
  it('prints its addresses, serves under the context path with the given login, and ends at SIGTERM', async () => {
    const env = {
      ...process.env,
      SANDBOX_DIALECT: 'datacenter',
      SANDBOX_CONTEXT_PATH: '/jira',
      SANDBOX_USER: 'robot',
      SANDBOX_TOKEN: 'secret-1',
    };
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(child.stdout), 'line');
    const { url } = JSON.parse(String(line));
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/jira$/);
    const answer = await fetch(`${url}/rest/api/2/myself`, { headers: basic('robot', 'secret-1') });
    expect(await answer.json()).toMatchObject({ name: 'robot' });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('names a wrong variable, not its value', () => {
    expect(() => optionsFromEnv({ SANDBOX_PORT: 'eighty', SANDBOX_DIALECT: 'server' })).toThrow(
      'not usable: SANDBOX_PORT, SANDBOX_DIALECT',
    );
  });
});
