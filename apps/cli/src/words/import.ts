import type { ImportNote } from '@guance-jira/operations';
import { inBoth } from './in-both.ts';

interface Says {
  found: (from: 'recipe' | 'jiralert', routes: number) => string;
  wouldWrite: string;
  wrote: (paths: readonly string[]) => string;
  next: string;
  thereAlready: (path: string) => string;
  elsewhere: string;
  unreadable: (file: string, why: string) => string;
  notUtf8: (file: string) => string;
  notUtf8Todo: string;
  neither: (file: string) => string;
  neitherTodo: string;
  envHead: readonly string[];
  rulesHead: readonly string[];
  note: (note: ImportNote) => string;
}

type Sentences = Record<ImportNote['code'], (note: ImportNote) => string>;

const EN: Sentences = {
  placeholder: ({ at }) => `${at}: the file has a placeholder; write the real value`,
  from_environment: ({ at, what }) =>
    `${at}: the file reads it from the variable ${what}; write its value here, or name a file in ${at}_FILE`,
  not_found: ({ what }) => `${what}: not found in the file; write it here`,
  computed: ({ what }) => `not converted, because the script computes it: ${what}`,
  line: ({ line, what }) => `not converted, line ${line}: ${what}`,
  unused_dictionary: ({ what }) =>
    `not converted: the dictionary ${what}, because no part of the issue is looked up in it`,
  no_default: ({ at, what }) => `${at}: ${what} has no value for other alerts; the script failed on those`,
  go_template: ({ at, what }) =>
    `${at}: ${what} is a Go template, so the standard text is used; templates are Liquid here, such as {{ df_title }}`,
  template_file: ({ what }) =>
    `not converted: the Go templates in ${what}; the standard texts have title, message, link and values`,
  receiver: ({ what }) =>
    `${what}: Alertmanager chose this receiver; write in match which Guance alerts it is for. Until then they go to the fallback`,
  other_access: ({ at, what }) =>
    `${at}: another Jira (${what}); one installation serves one Jira, so run a second one with its own REDIS_PREFIX`,
  reopen_state: ({ at, what }) =>
    `${at}: reopen_state ${what} is not needed; the worker finds the reopening transition in the workflow`,
  reopen_always: ({ at }) =>
    `${at}: jiralert reopened no matter how much time had passed; reopenWithin has its maximum here. The usual value is 24h`,
  group_labels: ({ at }) =>
    `${at}: add_group_labels has no counterpart; the description has the tags, and labels can include some: "{{ tags.host }}"`,
  other_projects: ({ at, what }) =>
    `${at}: other_projects (${what}) is not needed; a moved issue is followed by its id`,
  update_in_comment: ({ at, what }) =>
    `${at}: repeats become comments, at most one per ${what}; jiralert commented on each`,
  unknown_key: ({ at, what }) => `${at}: ${what} is unknown`,
};

const ZH: Sentences = {
  placeholder: ({ at }) => `${at}：文件里是占位符，请填写真实的值`,
  from_environment: ({ at, what }) => `${at}：原文件取自环境变量 ${what}；请在这里填写它的值，或用 ${at}_FILE 指向文件`,
  not_found: ({ what }) => `${what}：文件里没有找到，请在这里填写`,
  computed: ({ what }) => `未能导入，脚本是算出来的：${what}`,
  line: ({ line, what }) => `未能导入，第 ${line} 行：${what}`,
  unused_dictionary: ({ what }) => `未能导入：字典 ${what}，没有用它查单子的内容`,
  no_default: ({ at, what }) => `${at}：${what} 里没有其他告警的值，原脚本在那里会失败`,
  go_template: ({ at, what }) => `${at}：${what} 是 Go 模板，改用标准内容；这里的模板是 Liquid，例如 {{ df_title }}`,
  template_file: ({ what }) => `未能导入：${what} 里的 Go 模板；标准内容已有标题、正文、链接和数值`,
  receiver: ({ what }) =>
    `${what}：原来由 Alertmanager 选择这个 receiver；请在 match 里写明指观测云的哪些告警。在那之前它们走 fallback`,
  other_access: ({ at, what }) => `${at}：另一个 Jira（${what}）；一套程序只连一个，请另跑一套并用自己的 REDIS_PREFIX`,
  reopen_state: ({ at, what }) => `${at}：不需要 reopen_state（${what}），会在工作流里找到重新打开的流转`,
  reopen_always: ({ at }) => `${at}：jiralert 不论隔多久都重新打开，所以 reopenWithin 取了最大值；通常用 24h`,
  group_labels: ({ at }) =>
    `${at}：add_group_labels 没有对应项；标签都在描述里，labels 里也可以写几个："{{ tags.host }}"`,
  other_projects: ({ at, what }) => `${at}：不需要 other_projects（${what}），移动过的单按 ID 跟踪`,
  update_in_comment: ({ at, what }) => `${at}：重复告警写成评论，${what} 内最多一条；jiralert 每次都写`,
  unknown_key: ({ at, what }) => `${at}：不认识 ${what}`,
};

const PROGRAMS = {
  recipe: { en: "a script based on Guance's recipe", zh: '按观测云文档写的脚本' },
  jiralert: { en: 'a jiralert.yml', zh: 'jiralert.yml' },
};

export const importWords = inBoth<Says>({
  en: {
    found: (from, routes) => `${PROGRAMS[from].en}, ${routes === 1 ? 'one route' : `${routes} routes`}`,
    wouldWrite: 'Nothing was written. With --yes, these two files are written into the folder of --to.',
    wrote: (paths) => `Written: ${paths.join(', ')}`,
    next: 'Next: read the comments in both, then validate, then doctor.',
    thereAlready: (path) => `${path} already exists and is left as it is`,
    elsewhere: 'name another folder with --to',
    unreadable: (file, why) => `${file} cannot be read as what it seems to be: ${why}`,
    notUtf8: (file) => `${file} is not encoded in UTF-8, so its texts would be lost`,
    notUtf8Todo: 'save it as UTF-8, for example with: iconv -f GBK -t UTF-8 <file>',
    neither: (file) => `${file} is neither a script that creates Jira issues nor a jiralert.yml`,
    neitherTodo:
      "pass a script based on Guance's recipe (with JIRA(…) and create_issue) or a jiralert.yml with its receivers",
    envHead: ['Written by guance-jira import. For the webhook token, Redis and other settings, see .env.example'],
    rulesHead: [
      'Written by guance-jira import: one issue for each fault, and its recovery is a comment. For all keys, see rules.example.yaml',
    ],
    note: (note) => EN[note.code](note),
  },
  zh: {
    found: (from, routes) => `${PROGRAMS[from].zh}，${routes} 条路由`,
    wouldWrite: '没有写入任何文件。加上 --yes 才把这两个文件写到 --to 的目录。',
    wrote: (paths) => `已写入：${paths.join('、')}`,
    next: '接下来：读一遍两个文件里的注释，再运行 validate 和 doctor。',
    thereAlready: (path) => `${path} 已经存在，没有改动`,
    elsewhere: '请用 --to 指定另一个目录',
    unreadable: (file, why) => `${file} 看起来是这种文件，却无法读取：${why}`,
    notUtf8: (file) => `${file} 不是 UTF-8 编码，其中的文字会丢失`,
    notUtf8Todo: '请另存为 UTF-8，例如：iconv -f GBK -t UTF-8 <文件>',
    neither: (file) => `${file} 既不是向 Jira 建单的脚本，也不是 jiralert.yml`,
    neitherTodo: '请给出按观测云文档写的脚本（含 JIRA(…) 和 create_issue），或带 receivers 的 jiralert.yml',
    envHead: ['由 guance-jira import 写成。Webhook 的 token、Redis 等其他配置见 .env.example'],
    rulesHead: ['由 guance-jira import 写成：一个故障一张单，恢复写成评论。全部写法见 rules.example.zh-CN.yaml'],
    note: (note) => ZH[note.code](note),
  },
});
