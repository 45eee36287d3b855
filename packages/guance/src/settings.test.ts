import { loadEnv } from '@guance-jira/service';
import { describe, expect, it } from 'vitest';
import { GuanceSettings, guanceFaults } from './settings.ts';

describe('the settings of the way to Guance', () => {
  it('hold a key for each workspace', () => {
    const read = GuanceSettings.parse({
      GUANCE_API_URL: 'https://openapi.guance.com/',
      GUANCE_API_KEYS: 'wksp_a:one,\n wksp_b:two:three',
    });

    expect(read.GUANCE_API_URL).toBe('https://openapi.guance.com');
    expect([...(read.GUANCE_API_KEYS ?? [])]).toEqual([
      ['wksp_a', 'one'],
      ['wksp_b', 'two:three'],
    ]);
  });

  it('tell each key as a secret, not only the list in which it stands', () => {
    const env = { GUANCE_API_URL: 'https://g', GUANCE_API_KEYS: 'wksp_a:key-number-one,wksp_b:key-number-two' };

    expect(loadEnv(GuanceSettings, env, () => '').secrets).toEqual(
      expect.arrayContaining(['key-number-one', 'key-number-two']),
    );
  });

  it.each([
    ['', 'holds no key'],
    ['SECRETKEY', 'entry 1 must be workspace:key'],
    ['wksp_a:one,wksp_a:SECRETKEY', 'the workspace wksp_a stands there twice'],
  ])('refuse %j, and do not say what stands there', (text, problem) => {
    const { error } = GuanceSettings.safeParse({ GUANCE_API_KEYS: text });

    expect(String(error)).toContain(problem);
    expect(String(error)).not.toContain('SECRETKEY');
  });

  it.each([
    'https://u:secret-word@g.example',
    'https://secret-word@g.example',
    'https://g.example/?k=secret-word',
    'https://g.example/#secret-word',
  ])('take no address that holds more than an address, which would be logged: %s', (GUANCE_API_URL) => {
    const read = GuanceSettings.safeParse({ GUANCE_API_URL });

    expect(read.success).toBe(false);
    expect(JSON.stringify(read.error?.issues)).toMatch(/must hold no user, password/);
    expect(JSON.stringify(read.error?.issues)).not.toContain('secret-word');
  });

  it('belong together: address and keys', () => {
    expect(guanceFaults({})).toEqual([]);
    expect(guanceFaults({ GUANCE_API_URL: 'https://g', GUANCE_API_KEYS: 'w:k' })).toEqual([]);
    expect(guanceFaults({ GUANCE_API_URL: 'https://g' })).toEqual([
      'GUANCE_API_KEYS: is required together with GUANCE_API_URL',
    ]);
    expect(guanceFaults({ GUANCE_API_KEYS: 'w:k' })).toEqual([
      'GUANCE_API_URL: is required together with GUANCE_API_KEYS',
    ]);
    expect(guanceFaults({ GUANCE_CLIENT_TOKENS: 'w:t' })).toEqual([
      'GUANCE_API_URL: is required together with GUANCE_CLIENT_TOKENS, as is GUANCE_API_KEYS',
    ]);
  });
});
