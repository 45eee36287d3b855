import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { optionsFromEnv } from './process-options.ts';

const main = new URL('main.ts', import.meta.url).pathname;

describe('the process', () => {
  it('prints its addresses, takes the given key, and ends at SIGTERM', async () => {
    const env = { ...process.env, GUANCE_SANDBOX_KEY: 'secret-1', GUANCE_SANDBOX_REQUESTS_PER_MINUTE: '0' };
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(child.stdout), 'line');
    const { url } = JSON.parse(String(line));
    const answer = await fetch(`${url}/api/v1/monitor/mute/list`, { headers: { 'df-api-key': 'secret-1' } });
    expect(await answer.json()).toMatchObject({ success: true });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('names a wrong variable, not its value', () => {
    const wrong = { GUANCE_SANDBOX_PORT: 'eighty', GUANCE_SANDBOX_LANGUAGE: 'de' };
    expect(() => optionsFromEnv(wrong)).toThrow('not usable: GUANCE_SANDBOX_PORT, GUANCE_SANDBOX_LANGUAGE');
    expect(() => optionsFromEnv({ GUANCE_SANDBOX_KEY_FILE: '/nowhere' })).toThrow(
      'not readable: GUANCE_SANDBOX_KEY_FILE',
    );
  });

  it('leaves what is not set to the defaults', () => {
    expect(optionsFromEnv({ GUANCE_SANDBOX_PORT: '', GUANCE_SANDBOX_DISABLE_AFTER: '0' })).toEqual({
      disableAfterFailures: null,
    });
  });
});
