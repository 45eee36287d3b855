import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repoRoot } from './harness/index.ts';
import { sourceFiles } from './harness/sources/source-files.ts';

const FOLDER = `${repoRoot}/ops/guance`;
const files = readdirSync(FOLDER).map((name) => [name, readFileSync(`${FOLDER}/${name}`, 'utf8')] as const);

describe('the recipe for Guance', () => {
  const exported = new Set(
    sourceFiles()
      .filter(({ path, isTest }) => /^(apps|packages)\//.test(path) && !isTest)
      .flatMap(({ text }) => [...text.matchAll(/name: '(guance_jira_\w+)'/g)].map((match) => match[1])),
  );

  it.each(files)('%s names only metrics that the programs have', (_name, text) => {
    const named = [...text.matchAll(/\bguance_jira_\w*[a-z]/g)].map(([name]) => name);

    expect(named.filter((name) => !exported.has(name))).toEqual([]);
    expect(exported.size).toBeGreaterThan(5);
  });

  it('says the same in both languages', () => {
    const [english, chinese] = ['README.md', 'README.zh-CN.md'].map((name) => {
      const text = files.find(([file]) => file === name)?.[1] ?? '';
      return [...text.matchAll(/\| [^|`]*`(\w+)`[^|]*\|[^|]*\| (?:`([^`]+)`)?/g)].map((match) => match.slice(1));
    });

    expect(english).toEqual(chinese);
    expect(english?.length).toBeGreaterThan(5);
  });
});
