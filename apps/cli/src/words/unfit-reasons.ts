/** Why a value does not fit, in Chinese: the log's words, which the schema gives, are English. */

/** The end of a reason, behind the value; a reason that is not here stays as it is. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/is not among its choices$/, '不在可选值中'],
  [/is neither the id of a sprint nor the name of an active one$/, '既不是 Sprint 的 ID，也不是进行中的 Sprint 的名称'],
  [/is no id of an organization$/, '不是组织的 ID'],
  [/is no number$/, '不是数字'],
  [/is longer than (\d+) characters$/, '超过 $1 个字符'],
  [/is no address, such as (\S+)$/, '不是网址（例如 $1）'],
  [/is no day and no time$/, '不是日期或时间'],
  [/is no time$/, '不是时间'],
  [/are several, and it takes one$/, '是多个值，而此字段只能填一个'],
  [/^is the name of several fields \((.+)\); write the id$/, '是多个字段（$1）的名称，请改写 ID'],
  [/^is set by the key "(\w+)" of the route$/, '由路由的 $1 设置'],
  [/^is no field of the create screen$/, '不是创建界面上的字段'],
];

export function unfitInChinese(reason: string): string {
  const known = REASONS.find(([end]) => end.test(reason));
  return known === undefined ? reason : reason.replace(known[0], known[1]);
}
