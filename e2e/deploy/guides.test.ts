import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repoRoot } from '../harness/index.ts';

describe.each(['deploy', 'deploy/systemd', 'deploy/proxy', 'deploy/kubernetes'])('the guides of %s', (folder) => {
  const guides = ['README.md', 'README.zh-CN.md'].map((name) => readFileSync(`${repoRoot}/${folder}/${name}`, 'utf8'));

  it('have the same commands in both languages', () => {
    const [english, chinese] = guides.map((text) =>
      [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, code = '']) => [
        language,
        withoutComments(code),
      ]),
    );

    expect(chinese).toEqual(english);
  });

  it('have the same number of chapters and points', () => {
    const [english, chinese] = guides.map((text) => [...text.matchAll(/^(#+|-|\|) /gm)].map(([, mark]) => mark));

    expect(chinese).toEqual(english);
  });

  it('link and name only files that exist', () => {
    for (const text of guides) {
      const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target = '']) => posix.join(folder, target));
      const named = [...text.matchAll(/(?<![\w/])deploy\/[\w/.-]*[\w]/g)].map(([path]) => path);
      const files = [...links, ...named].filter((path) => !/\/mine(\/|$)/.test(path));

      expect(files.filter((path) => !existsSync(`${repoRoot}/${path}`))).toEqual([]);
    }
  });
});

function withoutComments(code: string): string {
  return code.replaceAll(/ +#.*$/gm, '');
}
