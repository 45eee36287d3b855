/** The READMEs and guides, taken apart: code blocks, tables, links, headings. */
import { readdirSync, readFileSync } from 'node:fs';
import { repoRoot } from '../harness/index.ts';

export interface Block {
  readonly language: string;
  readonly code: string;
  /** The nearest heading above it. */
  readonly heading: string;
}

export interface Guide {
  /** From the repo's root. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly headings: readonly string[];
  /** Targets of links, as written. */
  readonly links: readonly string[];
  readonly pictures: readonly string[];
}

export type Pair = readonly [english: Guide, chinese: Guide];

/** Both READMEs, and every guide and page of docs that is there in both languages. */
export function guidePairs(): Pair[] {
  const chinese = ['docs/guide', 'docs'].flatMap((folder) =>
    readdirSync(`${repoRoot}/${folder}`)
      .sort()
      .filter((name) => name.endsWith('.zh-CN.md'))
      .map((name) => `${folder}/${name}`),
  );
  return ['README.zh-CN.md', ...chinese].map((file) => [readGuide(file.replace('.zh-CN', '')), readGuide(file)]);
}

export function readGuide(file: string): Guide {
  const text = readFileSync(`${repoRoot}/${file}`, 'utf8');
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const targets = [...prose.matchAll(/(!?)\[[^\]]*\]\(([^)\s]+)\)/g)];
  return {
    file,
    text,
    blocks: blocksOf(text),
    headings: [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading),
    links: targets.filter(([, mark]) => mark === '').map(([, , target = '']) => target),
    pictures: targets.filter(([, mark]) => mark === '!').map(([, , target = '']) => target),
  };
}

/** The commands of a `sh` block: without comments, a line continued by a backslash as one. */
export function commandsOf({ code }: Block): string[] {
  return code
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/(^|\s+)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** A block of nothing but `NAME=value` is the content of a `.env`. */
export function isDotEnv(block: Block): boolean {
  if (block.language !== 'sh') return false;
  const commands = commandsOf(block);
  return commands.length > 1 && commands.every((command) => /^[A-Z][A-Z0-9_]*=\S*$/.test(command));
}

/** A block that begins with a comment `# NAME.yaml` is the content of that file. */
export function fileOf({ language, code }: Block): string | undefined {
  return language === 'yaml' ? /^# ([\w.-]+\.yaml)\n/.exec(code)?.[1] : undefined;
}

/** The cells of all tables, row by row, without their heads. */
export function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines
    .filter((line, index) => !/^\|[-| :]+\|$/.test(line) && !/^\|[-| :]+\|$/.test(lines[index + 1] ?? ''))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}

/** What stands in `backquotes`. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(heading: string): string {
  return heading
    .replace(/[`*]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  let open: { language: string; lines: string[] } | undefined;
  for (const line of text.split('\n')) {
    const fence = /^```(\w*)$/.exec(line);
    if (fence && open) {
      blocks.push({ language: open.language, code: `${open.lines.join('\n')}\n`, heading });
      open = undefined;
    } else if (fence) open = { language: fence[1] ?? '', lines: [] };
    else if (open) open.lines.push(line);
    else heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading;
  }
  return blocks;
}
