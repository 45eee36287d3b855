import { inBoth } from './in-both.ts';

/** Help of `import`. */
export const importHelp = inBoth({
  en: {
    does: "turns another program's file into settings and rules",
    usage: 'import <file> [--to <folder>] [--yes]',
    about:
      "Reads a script based on Guance's own recipe for Jira (DataFlux Func, Python) or a jiralert.yml, without running it. The result is a .env and a\nrules.yaml, with a comment on everything that could not be converted. Without --yes they are only shown; an existing file is never\noverwritten.",
    options: {
      to: { value: 'folder', text: 'where to write the two files (default: here)' },
      yes: { text: 'do it' },
    },
    examples: ['import create_jira_issue.py', 'import jiralert.yml --to config --yes'],
  },
  zh: {
    does: '把其他程序的配置变成本程序的配置和规则',
    usage: 'import <文件> [--to <目录>] [--yes]',
    about:
      '可以读取按观测云文档写的 Jira 脚本（DataFlux Func，Python）或 jiralert.yml，不会运行其中的任何内容。结果是 .env 和 rules.yaml，\n未能导入的每一项都写成注释。没有 --yes 时只显示；已有的文件从不覆盖。',
    options: {
      to: { value: '目录', text: '两个文件写到哪里（当前目录）' },
      yes: { text: '执行' },
    },
    examples: ['import create_jira_issue.py', 'import jiralert.yml --to config --yes'],
  },
});
