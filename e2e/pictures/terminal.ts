/** What commands print, as a page that looks like the terminal it was printed in. */
import { execFile } from 'node:child_process';
import { repoRoot, type Stack } from '../harness/index.ts';
import type { PictureLanguage } from './day.ts';

const LOCALES = { zh: 'zh_CN.UTF-8', en: 'en_US.UTF-8' } as const;
const COLORS: Readonly<Record<string, string>> = { '✔': '#7ee787', '!': '#e3b341', '✘': '#ff7b72', '·': '#8b949e' };

/** Runs the commands beside the stack. */
export async function terminalPage(
  stack: Stack,
  language: PictureLanguage,
  commands: readonly (readonly string[])[],
): Promise<string> {
  const parts: string[] = [];
  for (const argv of commands) {
    const typed = `<b>$ npx guance-jira ${argv.join(' ')}</b>`;
    parts.push(`${typed}\n${colored(await printed(stack, language, argv))}`);
  }
  const style =
    'body{margin:0;background:#0d1117;color:#e6edf3}pre{margin:18px 22px;font:14px/1.5 "DejaVu Sans Mono",monospace}i{font-style:normal;letter-spacing:calc(2ch - 1em)}';
  return `<!doctype html><meta charset="utf-8"><style>${style}</style><pre>${parts.join('\n')}</pre>`;
}

function printed(stack: Stack, language: PictureLanguage, argv: readonly string[]): Promise<string> {
  const env = {
    ...{ PATH: process.env.PATH, HOME: process.env.HOME, LOCAL_STACK_DATA: stack.dir, LC_ALL: LOCALES[language] },
    ...{ ...stack.worker.env, PUBLIC_URL: stack.receiverUrl, JIRA_TOKEN_EXPIRES: '2099-01-01' },
  };
  const args = ['--import', `${repoRoot}/tools/installed.mjs`, `${repoRoot}/apps/cli/src/main.ts`, ...argv];
  return new Promise((resolve) => {
    // A command that finds something ends with 1, and is a picture all the same.
    execFile(process.execPath, args, { env, cwd: repoRoot }, (_error, out, err) =>
      resolve(`${out}${err}`.replaceAll(stack.dir, 'config')),
    );
  });
}

function colored(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      // A Chinese character takes two places in a terminal, and less in a browser.
      .replaceAll(/[\u3000-\u303f\p{Script=Han}\uff00-\uff60]+/gu, '<i>$&</i>')
      .replaceAll(
        /^(\s*)([✔!✘·]) /gm,
        (_, space, sign) => `${space}<span style="color:${COLORS[sign]}">${sign}</span> `,
      )
  );
}
