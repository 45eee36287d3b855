import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadDotEnv } from './dot-env.ts';

const folder = mkdtempSync(join(tmpdir(), 'dot-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TEXT = 'JIRA_URL=https://jira.example.com\r\nJIRA_USER="运维 bot"\r\n';
const swapped = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();

describe('what .env says', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a byte order mark, as Notepad writes it', Buffer.from(`\uFEFF${TEXT}`)],
    ['UTF-16, as > of PowerShell writes it', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['UTF-16 in the other order', swapped(TEXT)],
  ])('is read from %s, from the first line on', (name, bytes) => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const env = {};
    loadDotEnv(file, env);

    expect(env).toEqual({ JIRA_URL: 'https://jira.example.com', JIRA_USER: '运维 bot' });
  });

  it('never replaces what the environment says itself', () => {
    const file = join(folder, '.env');
    writeFileSync(file, TEXT);
    const env: NodeJS.ProcessEnv = { JIRA_URL: '' };
    loadDotEnv(file, env);
    loadDotEnv(join(folder, 'none'), env);

    expect(env).toEqual({ JIRA_URL: '', JIRA_USER: '运维 bot' });
  });
});
