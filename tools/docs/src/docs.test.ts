import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConsoleEnv } from '../../../apps/console/src/config.ts';
import { ReceiverEnv } from '../../../apps/receiver/src/config.ts';
import { WorkerEnv } from '../../../packages/operations/src/index.ts';
import { sectionsOf } from './documents.ts';
import { renderFieldKinds } from './field-kinds.ts';
import { renderEnvExample, renderTable, replaceTable } from './render.ts';
import { settingsOf } from './settings.ts';
import { SETTINGS_ZH } from './settings-zh.ts';

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

const CHINESE = Object.fromEntries(
  ['LOG', 'ROBOT', 'PORT', 'SECRET', 'KEEP', 'PAGE', 'URL'].map((name) => [name, `${name} 的意思`]),
);

describe('settingsOf', () => {
  it('tells name, meaning in both languages, default as written, and whether it is secret', () => {
    expect(settingsOf(Receiver, CHINESE)).toEqual([
      { name: 'LOG', description: 'how much | is said', chinese: 'LOG 的意思', byDefault: 'a', secret: false },
      { name: 'ROBOT', description: 'who gets messages', chinese: 'ROBOT 的意思', byDefault: undefined, secret: false },
      { name: 'PORT', description: 'where it listens', chinese: 'PORT 的意思', byDefault: '8080', secret: false },
      { name: 'SECRET', description: 'a key', chinese: 'SECRET 的意思', byDefault: undefined, secret: true },
      { name: 'KEEP', description: 'how long', chinese: 'KEEP 的意思', byDefault: '7d', secret: false },
    ]);
  });

  it('refuses a setting without a description, by name', () => {
    expect(() => settingsOf(z.object({ MUTE: z.string() }))).toThrow('MUTE');
    expect(() => settingsOf(z.object({ HALF: z.string().describe('half') }))).toThrow('settings-zh.ts: HALF');
  });
});

describe('the documents', () => {
  const sections = sectionsOf({ Receiver, Worker, Console }, CHINESE);

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
    expect(lines).toContain('# SECRET 的意思（密钥）');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  it('replace only what stands between the markers', () => {
    const table = renderTable(sections, 'en');
    const text = replaceTable('before <!-- settings -->old<!-- /settings --> after', table);

    expect(text).toContain('| `LOG` | `a` | how much \\| is said |');
    expect(text).toMatch(/^before <!-- settings -->\n\|[\s\S]*\|\n<!-- \/settings --> after$/);
    expect(text).not.toContain('old');
    expect(replaceTable('no markers', table)).toBe('no markers');
    expect(renderTable(sections, 'zh')).toContain('| `LOG` | `a` | LOG 的意思 |');
  });
});

describe('what settings mean in Chinese', () => {
  const settings = sectionsOf({ ReceiverEnv, WorkerEnv, ConsoleEnv }).flatMap((section) => section.settings);

  it('is told of none that does not exist', () => {
    const names = settings.map(({ name }) => name);
    expect(Object.keys(SETTINGS_ZH).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(settings.map((setting) => [setting.name, setting] as const))(
    'has for %s the values of the English',
    (_n, one) => {
      const codes = (text: string) => [...text.matchAll(/`[^`]+`|\b[A-Z]+(?:_[A-Z]+)+\b|\b\d{2,}\b/g)].map(String);
      expect(codes(one.chinese).sort()).toEqual(codes(one.description).sort());
      expect(one.chinese).toMatch(/\p{Script=Han}|^`/u);
    },
  );
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
