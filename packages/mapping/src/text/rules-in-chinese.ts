/** What is wrong with rules, in Chinese: found in English, which the log has. A text that is not here stays as it is. */
import type { RulesProblem } from '../rules/problems.ts';

type Texts = readonly (readonly [RegExp, string])[];

const THINGS: Readonly<Record<string, string>> = {
  'a text': '文本',
  'a list': '列表',
  'a map': '键值对',
  'a whole number': '整数',
  'true or false': 'true 或 false',
  'a number': '数字',
  nothing: '空值',
};
const thing = (words: string) => THINGS[words] ?? words;

/** What was expected, without the value that stands there. */
const EXPECTED: Texts = [
  [/^one of (.+)$/s, '以下之一：$1'],
  [/^the key of a project, as it stands before the number$/, '项目的 key（单号里数字前面的部分）'],
  [/^a duration of at most (\S+)$/, '不超过 $1 的时长'],
  [/^a duration$/, '时长'],
  [/^a value that JSON knows$/, 'JSON 支持的值'],
  [/^a priority, or one for each level$/, '一个优先级，或按等级分别写'],
  [/^a text, a list of texts, .*$/s, '文本、文本列表、{ not: … } 或 { exact: … }'],
  [/^the name or the id of a transition, or category:done$/, '流转的名称或 ID，或 category:done'],
  [/^a transition or a list of them$/, '一个流转或流转列表'],
  [/^a role of the project or a group, or false$/, '项目角色、用户组，或 false'],
  [/^what a recovery does, or false$/, '恢复时做什么，或 false'],
  [/^how often to comment, or false$/, '多久评论一次，或 false'],
];

const MESSAGES: Texts = [
  [/^unknown key "(.*)"$/s, '没有 "$1" 这个键'],
  [/^no file has any "routes"$/, '所有文件里都没有 "routes"'],
  [/^"group" must be stated$/, '必须写明 "group"'],
  [/^"(.*)" is missing$/s, '缺少 "$1"'],
  [/^must be at least (\S+)$/, '至少为 $1'],
  [/^must be longer than 0$/, '必须大于 0'],
  [/^must not be empty$/, '不能为空'],
  [/^at least one (?:name|transition|route) is needed$/, '至少要有一个'],
  [/^a name has 1 to 64 letters, digits, spaces or \. _ -$/, '名称为 1 到 64 个字母、数字、空格或 . _ -'],
  [/^an id of Jira is at least 1$/, 'Jira 的 ID 至少为 1'],
  [/^a template is not read here \((.*)\)$/s, '这里不支持模板（$1）'],
  [/^"(.*)" is no field for this place$/s, '"$1" 不能写在这里'],
  [/^(".*") is neither the id nor the name of a field$/s, '$1 既不是字段 ID，也不是字段名'],
  [/^"(.*)" is no category of statuses$/s, '"$1" 不是状态类别'],
  [/^"(.*)" is the name of the fallback route$/s, '"$1" 是 fallback（备用路由）的名字'],
  [/^"reason" is for routes that ignore$/, '"reason" 只用于 ignore 的路由'],
  [/^"(.*)" is required, and not among the fields of the route$/s, '"$1" 写在 required 里，但不在路由的 fields 里'],
  [/^"follow" is for group: fault: .*$/s, '"follow" 只用于 group: fault：一条告警一张单时没有可跟随的'],
  [/^"back" is for group: fault: .*$/s, '"back" 只用于 group: fault：一条告警一张单时，单不代表同一故障的其他告警'],
  [/^wontFix names no resolution, so nothing would ever be muted$/, 'wontFix 里没有写解决结果，永远不会静默'],
  [/^"(.*)" is not among the fields of the route$/s, '"$1" 不在路由的 fields 里'],
  [/^at most (\d+) lines$/, '最多 $1 行'],
  [/^there is no fallback$/, '没有 fallback'],
  [/^"(.*)" is no field of an event$/s, '事件没有 "$1" 字段'],
  [/^tags are matched one by one$/, '标签要逐个匹配'],
  [/^"(.*)" is no level$/s, '没有 "$1" 这个等级'],
  [
    /^this route is never used: "(.*)" at (\S+) takes all its events$/s,
    '永远用不到这条路由：$2 的 "$1" 已接走它的全部事件',
  ],
  [
    /^this route takes every event, so no route below it is ever used: "(.*)" at (\S+)$/s,
    '这条路由接走所有事件，它下面的路由都用不到：$2 的 "$1"',
  ],
  [/^another route is named "(.*)" too, at (\S+)$/s, '还有一条路由也叫 "$1"，在 $2'],
  [/^"(.*)" holds for all files and is set already, at (\S+)$/s, '"$1" 对所有文件有效，已在 $2 设置'],
  [/^the defaults of all files are set already, at (\S+)$/, '所有文件的 defaults 已在 $1 设置'],
  [/^"(.*)" has a meaning of its own$/s, '"$1" 有特定含义'],
  [/^"(.*)" is (.*) here and (.*) at (\S+)$/s, '"$1" 在这里是 $2，在 $4 是 $3'],
  [/^nested too deeply$/, '嵌套太深'],
  [/^a second document begins here$/, '这里开始了第二个 YAML 文档'],
  [/^a key must be a text$/, '键必须是文本'],
  [/^no key can have this name$/, '键不能叫这个名字'],
  [/^(.*) without quotes is a YAML (tag|alias|map)$/s, '$1 不加引号会被当成 YAML 的 $2'],
  [/^(.*) without quotes is (.*)$/s, '$1 不加引号会被当成 $2'],
  [/^Map keys must be unique$/, '键重复了'],
  [/^an empty text fits no event, .*$/s, '空文本匹配不到任何事件：观测云不发送空字段'],
  [/^"(.*)" under "not" says no twice$/s, '"not" 里的 "$1" 是双重否定'],
  [/^a regular expression has no flags but i, not (\w+)$/, '正则表达式只支持标志 i，不支持 $1'],
  [/^a regular expression must end with \/ or \/i$/, '正则表达式必须以 / 或 /i 结尾'],
  [/^this pattern is too large$/, '这个模式太大'],
  [/^this is no regular expression of RE2: (.*)$/s, '不是 RE2 正则表达式：$1'],
  [/^there is no such file or folder$/, '没有这个文件或目录'],
  [/^may not be read$/, '没有读取权限'],
  [/^is a link that leads to itself$/, '是指向自身的链接'],
  [/^is no file$/, '不是文件'],
  [/^is not UTF-8$/, '不是 UTF-8 编码'],
  [/^has more than (\d+) bytes$/, '超过 $1 字节'],
  [/^the folder holds no rules$/, '目录里没有规则文件'],
  [/^this key cannot stand here$/, '这个键不能写在这里'],
];

const HINTS: Texts = [
  [/^did you mean (".*")\?$/s, '是不是想写 $1？'],
  [/^such as (.*)$/s, '例如 $1'],
  [/^known here: (.*)$/s, '这里可用：$1'],
  [/^put it in quotes: (.*)$/s, '加上引号：$1'],
  [/^put a unit behind it: (.*)$/s, '后面加上单位：$1'],
  [/^units are (.*) and w; such as (.*)$/s, '单位有 $1、w；例如 $2'],
  [/^write a list: (.*)$/s, '写成列表：$1'],
  [/^without a space: (.*)$/s, '不要空格：$1'],
  [/^use the key (".*") of the route$/s, '请用路由的 $1'],
  [/^use the key (".*") of recover$/s, '请用 recover 的 $1'],
  [/^it belongs into a route, or under defaults$/, '应写在路由里或 defaults 下'],
  [/^it belongs at the top of the file, not indented$/, '应写在文件最外层，不缩进'],
  [/^set it here or under defaults, such as (.*)$/s, '写在这里或 defaults 下，例如 $1'],
  [
    /^group: fault \(one issue .*$/s,
    '写 group: fault（一个故障一张单）或 group: event（一条告警一张单），写在这里或 defaults 下',
  ],
  [/^group: fault or group: event, here or under defaults$/, '写 group: fault 或 group: event，写在这里或 defaults 下'],
  [/^see config\/rules\.example\.yaml$/, '参见 config/rules.example.zh-CN.yaml'],
  [/^choose another name.*$/s, '换一个名字'],
  [/^keep one of them.*$/s, '只保留一个'],
  [/^remove it$/, '请删除'],
  [/^write group: fault, or remove it$/, '写 group: fault，或删除它'],
  [/^add them to the route or to defaults, such as (.*)$/s, '在路由或 defaults 里加上，例如 $1'],
  [/^write key: value$/, '写成 key: value'],
  [/^indent with spaces$/, '用空格缩进'],
  [/^indent what belongs together .*$/s, '同一层用相同数量的空格缩进'],
  [/^look at the indentation, .*$/s, '请检查缩进和引号：以 { [ * & ! | > % @ ` # 之一开头或含有 ": " 的文本要加引号'],
  [/^the levels are (.*)$/s, '可用等级：$1'],
  [/^move it to the end, or give it a match$/, '把它移到最后，或加上 match'],
  [/^put it above that route, or give it another match$/, '把它移到那条路由上面，或改 match'],
  [/^add fallback: (.*), or write unmatched: ignore$/s, '加上 fallback: $1，或写 unmatched: ignore'],
  [
    /^write the name itself; where it depends .*?(\{ .* \})\)?$/s,
    '直接写名称；如果取决于事件，就分开写多条路由，或 $1',
  ],
  [/^correct RULES_FILE, or put the file there$/, '请更正 RULES_FILE，或把文件放到那里'],
  [/^save it as UTF-8$/, '请存为 UTF-8'],
  [/^give the user of the worker the right to read it.*$/s, '请给 worker 的用户读取权限（容器里是 1000）'],
];

export function ruleProblemInChinese<T extends Pick<RulesProblem, 'message' | 'hint'>>(problem: T): T {
  const { message, hint } = problem;
  return { ...problem, message: messageIn(message), hint: hint === null ? null : (replaced(hint, HINTS) ?? hint) };
}

function messageIn(message: string): string {
  const [, wanted, given] = /^expected (.*?)(?:, not ((?:".*"|a list|a map|nothing|[^\s,]+)))?$/s.exec(message) ?? [];
  if (wanted !== undefined) {
    const expected = replaced(wanted, EXPECTED) ?? thing(wanted);
    return `应为${/^\p{Script=Han}/u.test(expected) ? '' : ' '}${expected}${given === undefined ? '' : `，而不是 ${thing(given)}`}`;
  }
  return replaced(message, MESSAGES) ?? message;
}

function replaced(text: string, texts: Texts): string | null {
  const known = texts.find(([whole]) => whole.test(text));
  return known === undefined ? null : text.replace(known[0], known[1]);
}
