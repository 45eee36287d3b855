import { existsSync, readdirSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Outcome } from '../../packages/queue/src/index.ts';
import { APPS, unknownSettings } from '../deploy/known-settings.ts';
import { repoRoot } from '../harness/index.ts';
import { sourceFiles, withoutComments } from '../harness/sources/source-files.ts';
import {
  anchorOf,
  type Block,
  codeIn,
  commandsOf,
  type Guide,
  guidePairs,
  isDotEnv,
  readGuide,
  rowsOf,
} from './documents.ts';

const pairs = guidePairs();
const all = pairs.flat();
const SMALL = 150 * 1024;

it('there are guides in both languages, and each is linked from the README of its own', () => {
  const guides = readdirSync(`${repoRoot}/docs/guide`).filter((name) => name.endsWith('.md'));
  expect(guides.filter((name) => all.every(({ file }) => file !== `docs/guide/${name}`))).toEqual([]);
  expect(pairs.length).toBeGreaterThan(10);
  const [english, chinese] = pairs[0] ?? [];
  for (const [en, zh] of pairs.slice(1)) {
    expect(english?.links).toContain(en.file);
    expect(chinese?.links).toContain(zh.file);
  }
});

describe.each(all.map((guide) => [guide.file, guide] as const))('%s', (_file, guide) => {
  it('links only to what exists, down to the heading', () => {
    expect(brokenLinks(guide)).toEqual([]);
  });

  it('shows only pictures that exist, each small and in its own language', () => {
    for (const picture of guide.pictures) {
      const path = `${repoRoot}/${resolve(guide, picture)}`;
      expect(existsSync(path), `${picture}: npm run pictures`).toBe(true);
      expect(statSync(path).size, picture).toBeLessThanOrEqual(SMALL);
      expect(picture).toContain(guide.file.endsWith('.zh-CN.md') ? '.zh.' : '.en.');
    }
  });

  it('names only settings that exist', () => {
    // With an underscore and in capitals: a setting, or a word of Jira's or of the OpenTelemetry project.
    const names = codeIn(guide.text)
      .flatMap((code) => code.match(/^[A-Z]+(_[A-Z0-9]+)+(?==|$)/)?.[0] ?? [])
      .filter((name) => !FOREIGN.includes(name));
    expect(unknownSettings([...new Set(names)], APPS)).toEqual([]);
  });
});

/** Variables of the shell in a guide, of compose, and words that are no variable. */
const FOREIGN = ['IMAGE_PREFIX', 'NPM_REGISTRY', 'CAPTCHA_CHALLENGE', 'LC_ALL', 'NAME_FILE'];

/** Without `-f` Compose speaks with another project, the one of `docker compose up`, and says `no such service`. */
it('no command for a running production leaves out which file it means', () => {
  const deploy = ['deploy', 'deploy/systemd', 'deploy/proxy', 'deploy/kubernetes'].flatMap((folder) =>
    ['README.md', 'README.zh-CN.md'].map((name) => readGuide(`${folder}/${name}`)),
  );
  const commands = [...all, ...deploy].flatMap(({ text }) => text.match(/docker compose [^`\n]+/g) ?? []);
  expect(commands.length).toBeGreaterThan(8);
  expect(
    commands.filter((command) => !/^docker compose (up$|-f docker-compose\.production\.yml )/.test(command)),
  ).toEqual([]);
});

it('every picture is shown somewhere', () => {
  const shown = new Set(all.flatMap((guide) => guide.pictures.map((picture) => resolve(guide, picture))));
  const there = readdirSync(`${repoRoot}/docs/pictures`).map((name) => `docs/pictures/${name}`);
  expect(there.filter((picture) => !shown.has(picture))).toEqual([]);
});

describe.each(pairs.map(([en, zh]) => [en.file, en, zh] as const))('%s and its Chinese half', (_file, en, zh) => {
  it('have the same commands, settings and rules', () => {
    // The Chinese README has Chinese names in its rules.
    const essence = en.file === 'README.md' ? shapeOfBlock : essenceOf;
    expect(zh.blocks.map(essence)).toEqual(en.blocks.map(essence));
  });

  it('have the same chapters and tables', () => {
    expect(zh.headings.length).toBe(en.headings.length);
    // The Chinese README lists the usual settings besides.
    if (en.file !== 'README.md') expect(rowsOf(zh.text).map(firstCode)).toEqual(rowsOf(en.text).map(firstCode));
  });
});

it.each(['README.md', 'README.zh-CN.md'])('%s says of every outcome what it means', (file) => {
  const outcomes: readonly string[] = Outcome.options;
  const told = rowsOf(readGuide(file).text)
    .map(firstCode)
    .filter((code) => outcomes.some((outcome) => outcome === code));
  expect(told, 'a row for each in the table of outcomes').toEqual(outcomes);
});

describe('troubleshooting', () => {
  const shipped = sourceFiles().filter(({ path, isTest }) => !isTest && /^(apps|packages)\//.test(path));
  const source = shipped.map(({ text }) => withoutComments(text)).join('\n');
  const guides = ['docs/guide/troubleshooting.md', 'docs/guide/troubleshooting.zh-CN.md'].map(readGuide);

  it.each(guides.map((guide) => [guide.file, guide] as const))('%s names only what the program says', (_f, guide) => {
    const said = rowsOf(guide.text)
      .flatMap(([symptom = '']) => codeIn(symptom))
      .filter((code) => !OTHERS_SAY.some((pattern) => pattern.test(code)));
    expect(said.filter((code) => !isSaid(code, source))).toEqual([]);
    expect(said.length).toBeGreaterThan(50);
  });

  it.each(guides.map((guide) => [guide.file, guide] as const))('%s has every code of an answer', (_f, guide) => {
    const refusal = shipped.find(({ path }) => path === 'apps/receiver/src/http/refusal.ts')?.text ?? '';
    const codes = [...refusal.matchAll(/^ {2}(\w+): \d{3},$/gm)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !codeIn(guide.text).includes(code))).toEqual([]);
    expect(
      codes.filter((code) => !new RegExp(`(Refusal|errorBody)\\(\\s*'${code}'`).test(source)),
      'never sent',
    ).toEqual([]);
  });

  it('would notice a message that the program does not say', () => {
    expect(isSaid('jira cannot be reached', source)).toBe(true);
    expect(isSaid('jira can not be reached', source)).toBe(false);
  });

  it.each(guides.map((guide) => [guide.file, guide] as const))(
    '%s has every warning and error of the log',
    (_f, guide) => {
      const known = new Set(codeIn(guide.text));
      expect(warningsIn(source).filter((message) => !known.has(message))).toEqual([]);
      expect(warningsIn(source).length).toBeGreaterThan(25);
    },
  );
});

/** Patterns of what the first column holds besides: commands, paths, settings, words of Jira, states, levels of the log. */
const OTHERS_SAY = [
  /^npm |^\//,
  /^[A-Z]+(_[A-Z0-9]+)+/,
  /^(outcome: failed|status|reason|configuration: \d.*|rules\.yaml:\d+:\d+|duplicate|manual)$/,
  /^(Jira create: answered 400: project.*|issuetype: …|customfield_…: … is required)$/,
];

/** As a constant, at the beginning of a longer sentence, or as a code in an object of codes. */
function isSaid(words: string, source: string): boolean {
  const start = words.replace(/ …$/, '').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(['"\`]|: )${start}(['"\`:]|\\b)|^\\s*${start}: \\d+,$`, 'm').test(source);
}

function warningsIn(source: string): string[] {
  const constants = [...source.matchAll(/\blog(?:\.(?:warn|error)|\[[^\]]+\])\(\s*'([^']+)'/g)];
  const advice = [
    ...source.matchAll(/^\s*(?:\{ )?text: '(jira [^']+)'/gm),
    ...source.matchAll(/\{ text: '(jira [^']+)'/g),
  ];
  return [...new Set([...constants, ...advice].map(([, message = '']) => message))].filter(
    (message) => message !== 'event handled' && message !== 'delivery handled',
  );
}

function brokenLinks(guide: Guide): string[] {
  return guide.links
    .filter((target) => !/^https?:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? guide.file : resolve(guide, path);
      if (!existsSync(`${repoRoot}/${file}`)) return true;
      if (anchor === undefined || !file.endsWith('.md')) return false;
      return !readGuide(file).headings.map(anchorOf).includes(decodeURIComponent(anchor));
    });
}

function resolve(guide: Guide, target: string): string {
  return posix.normalize(posix.join(posix.dirname(guide.file), target));
}

/** What must be the same in both languages: commands without their comments, names of settings, rules without theirs. */
function essenceOf(block: Block): unknown {
  if (isDotEnv(block)) return commandsOf(block).map((line) => line.split('=')[0]);
  if (block.language === 'sh') return commandsOf(block);
  return block.language === 'yaml' ? parse(block.code) : block.language;
}

function shapeOfBlock(block: Block): unknown {
  return block.language === 'yaml' ? shapeOf(parse(block.code)) : essenceOf(block);
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
}

function firstCode(row: readonly string[]): string | undefined {
  // What follows a command's name is in the language of its reader.
  return codeIn(row[0] ?? '')[0]?.split(' ')[0];
}
