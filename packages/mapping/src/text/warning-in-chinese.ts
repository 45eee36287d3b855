/** Warnings of the log and reasons of a failure, in Chinese: they are stored as they are logged, in English. */

/** A text that is not here stays as it is: Jira's own words come in the language of the account. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^assignee (.+): Jira refuses it here, so the issue went without$/s, '经办人 $1：Jira 不接受，单子未指派'],
  [/^priority (.+): Jira refuses it here, so the issue went without$/s, '优先级 $1：Jira 不接受，单子未设置'],
  [/^labels (.+): Jira refuses it here, so the issue went without$/s, '标签 $1：Jira 不接受，单子未设置'],
  [/^(.+): Jira refuses it here, so the issue went without$/s, '字段 $1：Jira 不接受，单子未设置'],
  [/^(.+), so the issue went without$/s, '字段 $1，单子未设置'],
  [
    /^fallback: Jira refuses (.+) of route (.+), so the issue is in (.+?) \((.+)\)$/s,
    '备用项目：Jira 不接受路由 $2 的 $1，单子建在 $3（$4）',
  ],
  [
    /^assignee: Jira left (.+) out without a word, and assigning afterwards failed$/s,
    '经办人：Jira 没有指派 $1，之后再指派也失败',
  ],
  [/^assignee: not checked: (.+)$/s, '经办人：未能检查：$1'],
  [/^watchers: (.+) does not watch (\S+): (.+)$/s, '关注人：$1 没能关注 $2：$3'],
  [/^priority: Jira refuses (.+) for (\S+)$/s, '优先级：Jira 不接受把 $2 设为 $1'],
  [/^(.*); it was asked for project (.+), type (.+)$/s, '$1；请求的是项目 $2、类型 $3'],
  [/^the route makes no issue without (.+)$/s, '缺少 $1 时此路由不建单'],
];

export function warningInChinese(text: string): string {
  const known = TEXTS.find(([whole]) => whole.test(text));
  return known === undefined ? text : text.replace(known[0], known[1]);
}
