import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Outcome } from '@guance-jira/queue';
import { describe, expect, it } from 'vitest';
import { repoRoot } from './harness/index.ts';
import { sourceFiles } from './harness/sources/source-files.ts';

const decisions = readdirSync(`${repoRoot}/decisions`).map((name) => `decisions/${name}`);
const promises = ['docs/promises.md', 'docs/promises.zh-CN.md'];
const changelogs = ['CHANGELOG.md', 'CHANGELOG.zh-CN.md'];
const documents = ['README.md', 'README.zh-CN.md', 'ARCHITECTURE.md', ...changelogs, ...promises, ...decisions];
const read = (file: string) => readFileSync(`${repoRoot}/${file}`, 'utf8');
const code = sourceFiles();

describe.each(documents)('%s', (document) => {
  const text = read(document);

  it('links only to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target = '']) => target);

    expect(links.filter((target) => !existsSync(join(repoRoot, dirname(document), target)))).toEqual([]);
  });

  it('names only files that are there', () => {
    const named = [...text.matchAll(/`((?:apps|packages|tools|e2e|config|samples)\/[\w./-]+\.\w+)`/g)].map(
      ([, path = '']) => path,
    );

    expect(named.filter((path) => !existsSync(join(repoRoot, path)))).toEqual([]);
  });
});

it('each arrow of the ledger names a test that is there, by its sentence', () => {
  const rows = [...read('ARCHITECTURE.md').matchAll(/^\| (\d+) \| `([^`]+)`: (.+) \|$/gm)];
  const drawn = new Set([...read('ARCHITECTURE.md').matchAll(/ : .*\((\d+)\)$/gm)].map(([, number]) => number));

  expect(new Set(rows.map(([, number]) => number))).toEqual(drawn);
  // A sentence of `it.each` ends in what it is tried with.
  const isThere = (file: string, sentence: string) =>
    [`'${sentence}'`, `'${sentence}: %s'`].some((name) => read(file).includes(name));
  const missing = rows.filter(([, , file = '', sentence = '']) => !isThere(file, sentence));
  expect(missing.map(([row]) => row)).toEqual([]);
});

it.each(['README.md', 'README.zh-CN.md'])('%s names every outcome that the worker can give', (document) => {
  const told = new Set(
    [...read(document).matchAll(new RegExp(`^\\| \`(${Outcome.options.join('|')})\` \\|`, 'gm'))].map(
      ([, word]) => word,
    ),
  );
  const worker = code.filter(({ home, isTest }) => home === 'apps/worker' && !isTest).map(({ text }) => text);
  const given = Outcome.options.filter((word) => worker.some((text) => text.includes(`'${word}'`)));

  expect([...told].sort()).toEqual([...given].sort());
});

const BOTH = 'CONTRIBUTING.md, "Write for people": an entry of the changelog goes into both, at the same place';
const KINDS: Readonly<Record<string, string>> = {
  ...{ 新增: 'Added', 变更: 'Changed', 弃用: 'Deprecated', 移除: 'Removed', 修复: 'Fixed', 安全: 'Security' },
  '[未发布]': '[Unreleased]',
};

it('both changelogs have the same versions, kinds and numbers of entries', () => {
  const [english, chinese] = changelogs.map((file) =>
    chaptersOf(file).map(({ title, entries }) => [title, entries.length]),
  );

  expect(chinese, BOTH).toEqual(english);
});

it('an entry of the changelog names the same things in both languages', () => {
  const [english = [], chinese = []] = changelogs.map((file) => chaptersOf(file).flatMap(({ entries }) => entries));
  const strayed = english.flatMap((entry, index) => {
    const other = chinese[index] ?? '';
    return String(namesIn(entry)) === String(namesIn(other)) ? [] : [{ english: entry, chinese: other }];
  });

  expect(english.length).toBeGreaterThan(200);
  expect(strayed.slice(0, 1), BOTH).toEqual([]);
});

/** A chapter is a version, or one kind of change in it; its entries have their further sentences with them. */
function chaptersOf(file: string) {
  return read(file)
    .split(/^##+ /m)
    .slice(1)
    .map((chapter) => {
      const [title = '', ...lines] = chapter.split('\n');
      return { title: KINDS[title] ?? title, entries: lines.join('\n').split(/^- /m).slice(1) };
    });
}

/** What stands in backquotes, each once: languages differ in order, and in how often they say a name. */
function namesIn(entry: string) {
  return [...new Set(entry.match(/`[^`]+`/g))].sort();
}
