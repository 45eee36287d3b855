import type { Setting } from './settings.ts';

export interface Section {
  readonly title: string;
  readonly settings: readonly Setting[];
}

/** `.env.example`: every variable with its meaning and default, all commented out. */
export function renderEnvExample(sections: readonly Section[]): string {
  const parts = sections.map(({ title, settings }) =>
    [`# ---- ${title} ${'-'.repeat(Math.max(2, 90 - title.length))}`, '', ...settings.flatMap(envLines)].join('\n'),
  );
  return [
    '# Settings. Copy to .env and remove the # in front of what you set. Generated from the schemas by: npm run docs',
    '# Each variable can also be given as NAME_FILE, a file that contains the value.',
    '# 配置项。复制为 .env，去掉要设置的那一行前面的 #。由 npm run docs 生成。每个变量也能写成 变量名_FILE，从文件读取。',
    '',
    ...parts,
  ].join('\n');
}

const HEADS = { en: '| Variable | Default | Meaning |', zh: '| 变量 | 默认值 | 含义 |' };

/** The Markdown table between the markers of docs/settings.md. */
export function renderTable(sections: readonly Section[], language: 'en' | 'zh'): string {
  const rows = sections.flatMap(({ settings }) =>
    settings.map((setting) => tableRow(setting, language === 'en' ? setting.description : setting.chinese)),
  );
  return [HEADS[language], '|---|---|---|', ...rows].join('\n');
}

/** Replaces what stands between the markers of this name; a text without them stays as it is. */
export function replaceTable(text: string, table: string, name: 'settings' | 'fields' = 'settings'): string {
  const start = `<!-- ${name} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf(`<!-- /${name} -->`);
  if (from < 0 || to < from) return text;
  return `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`;
}

function envLines({ name, description, chinese, byDefault, secret, sample }: Setting): string[] {
  return [
    `# ${description.replaceAll('\n', ' ')}${secret ? ' (secret)' : ''}`,
    `# ${chinese}${secret ? '（密钥）' : ''}`,
    `# ${name}=${sample ?? byDefault ?? ''}`,
    '',
  ];
}

function tableRow({ name, byDefault }: Setting, description: string): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return `| \`${name}\` | ${byDefault === undefined || byDefault === '' ? '' : `\`${cell(byDefault)}\``} | ${cell(description)} |`;
}
