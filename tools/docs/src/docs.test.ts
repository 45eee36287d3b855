import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sectionsOf } from './documents.ts';
import { renderFieldKinds } from './field-kinds.ts';
import { renderEnvExample, renderTable, replaceTable } from './render.ts';
import { settingsOf } from './settings.ts';

const Shared = { LOG: z.enum(['a', 'b']).default('a').describe('how much | is said') };
const Messages = { ROBOT: z.string().optional().describe('who gets messages') };
const Receiver = z
  .object({
    ...Shared,
    ...Messages,
    PORT: z.coerce.number().default(8080).describe('where it listens'),
    SECRET: z.string().optional().describe('a key').meta({ secret: true }),
    KEEP: z
      .string()
      .default('7d')
      .transform((text) => text.length)
      .describe('how long'),
  })
  .refine(() => true);
const Console = z.object({ ...Shared, PAGE: z.string().describe('what is shown') });
const Worker = z.object({ ...Shared, ...Messages, URL: z.url().describe('where Jira is') });

describe('settingsOf', () => {
  it('tells name, meaning, default as written, and whether it is secret', () => {
    expect(settingsOf(Receiver)).toEqual([
      { name: 'LOG', description: 'how much | is said', byDefault: 'a', secret: false },
      { name: 'ROBOT', description: 'who gets messages', byDefault: undefined, secret: false },
      { name: 'PORT', description: 'where it listens', byDefault: '8080', secret: false },
      { name: 'SECRET', description: 'a key', byDefault: undefined, secret: true },
      { name: 'KEEP', description: 'how long', byDefault: '7d', secret: false },
    ]);
  });

  it('refuses a setting without a description, by name', () => {
    expect(() => settingsOf(z.object({ MUTE: z.string() }))).toThrow('MUTE');
  });
});

describe('the documents', () => {
  const sections = sectionsOf({ Receiver, Worker, Console });

  it('name what several apps read only once, and first', () => {
    expect(sections.map(({ settings }) => settings.map(({ name }) => name))).toEqual([
      ['LOG'],
      ['ROBOT'],
      ['PORT', 'SECRET', 'KEEP'],
      ['URL'],
      ['PAGE'],
    ]);
    expect(sections.map(({ title }) => title)).toEqual([
      'Receiver, Worker, Console',
      'Receiver, Worker',
      ...['Receiver', 'Worker', 'Console'],
    ]);
  });

  it('leave every line of .env.example commented out, so that a copy changes nothing', () => {
    const lines = renderEnvExample(sections).split('\n');

    expect(lines).toContain('# PORT=8080');
    expect(lines).toContain('# a key (secret)');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  it('replace only what stands between the markers', () => {
    const table = renderTable(sections, { name: 'Variable', byDefault: 'Default', meaning: 'Meaning' });
    const text = replaceTable('before <!-- settings -->old<!-- /settings --> after', table);

    expect(text).toContain('| `LOG` | `a` | how much \\| is said |');
    expect(text).toMatch(/^before <!-- settings -->\n\|[\s\S]*\|\n<!-- \/settings --> after$/);
    expect(text).not.toContain('old');
    expect(replaceTable('no markers', table)).toBe('no markers');
  });
});

describe('the table of field kinds', () => {
  it.each([
    ['en', 'fields.md'],
    ['zh', 'fields.zh-CN.md'],
  ] as const)('stands in the guide: %s', async (language, name) => {
    const guide = await readFile(new URL(`../../../docs/guide/${name}`, import.meta.url), 'utf8');

    expect(guide).toContain(renderFieldKinds(language));
  });

  it('shows both kinds of Jira where they are sent something else', () => {
    expect(renderFieldKinds('en')).toMatch(
      /\| person \| `dba-duty`.+ \| Cloud: `\{"accountId":.+<br>Data Center: `\{"name":"pacher"\}` \|/,
    );
  });

  it('takes the place of the one between its markers, and of no other', () => {
    const text = 'a\n<!-- settings -->\nx\n<!-- /settings -->\n<!-- fields -->\ny\n<!-- /fields -->';

    expect(replaceTable(text, 'z', 'fields')).toBe(text.replace('y', 'z'));
  });
});
