/** Why an event waits, or ended so, in Chinese: the worker keeps both in Redis as the log has them, in English. */
import { warningInChinese } from './warning-in-chinese.ts';

/** A text that is not here stays as it is, as Jira's own words do; so do codes such as `repeat`, which the guides explain. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^manual$/, '人工暂停'],
  [/^rate$/, '发送名额（速率上限）'],
  [/^throttled$/, 'Jira 要求放慢（429）'],
  [/^unauthorized$/, 'Jira 拒绝登录'],
  [/^forbidden$/, 'Jira 禁止所有请求（403）'],
  [/^unavailable$/, '无法连接 Jira'],
  [/^another event of this fault is opening its issue$/, '同一故障的另一个事件正在建单'],
  [/^another attempt at this event is under way$/, '此事件的另一次尝试正在进行'],
  [/^the answer to the create was lost; looking for its issue$/, '建单请求的应答丢失，正在查找它的单'],
  [/^the answer to a comment was lost; looking for it$/, '评论的应答丢失，正在查找这条评论'],
  [/^the answer to an attachment was lost; looking for it$/, '附件的应答丢失，正在查找这个附件'],
  [
    /^more issues were made since than a search can read; an empty look proves nothing$/,
    '其后新建的单多于搜索能读取的数量，查不到也不能说明没有',
  ],
  [
    /^the ledger is new here; waiting until a search shows what Jira has$/,
    '台账是新的，要等搜索能查到 Jira 里已有的单',
  ],
  [/^to be listed in (\S+), the issue of an alert storm$/, '等待列入汇总单 $1'],
  [/^the issue of the storm stands$/, '汇总单已建好'],
  [
    /^the ledger record was written by a newer version; upgrade this worker$/,
    '台账记录由更新的版本写入：请升级此 worker',
  ],
  [/^the job was written by a newer version; upgrade this worker$/, '任务由更新的版本写入：请升级此 worker'],
  [/^behind (\S+) of the same object$/, '排在同一对象的 $1 之后'],
  [/^its fault is not known yet \(recoverGrace\)$/, '还没有收到它的故障（recoverGrace）'],
  [/^held back by holdFor of route (.+)$/s, '路由 $1 的 holdFor 还没到'],
  [
    /^something before Jira answers each request of this kind \((.+?)\) in its place, and one event at a time tries it; the last answer: (.+)$/s,
    'Jira 前面的设备代替 Jira 应答 $1 类请求，每次只由一个事件去试；最近的应答：$2',
  ],
  [
    /^Jira could not be used for (\d+) minutes \(JIRA_RETRY_FOR\); retry when it is well$/,
    'Jira 不可用已达 $1 分钟（JIRA_RETRY_FOR）；恢复后请重试',
  ],
  [
    /^Jira could not be used for (\d+) minutes \(JIRA_RETRY_FOR\); retry when it is well\. Last answer [^:]+: (.+)$/s,
    'Jira 不可用已达 $1 分钟（JIRA_RETRY_FOR）；恢复后请重试。最后的应答：$2',
  ],
  [
    /^this event ended or stalled the worker that read it (\d+) times; .+$/s,
    '读取此事件的 worker 已有 $1 次退出或卡住：请查看任务的数据，排除原因后重试',
  ],
  [/^the fault has its issue$/, '该故障已有单'],
  [/^a person has closed the issue$/, '单子已由人关闭'],
  [/^listed in a storm$/, '已列入汇总单'],
  [/^the issue is gone$/, '单子已不存在'],
  [/^the fault had recovered before$/, '该故障之前已恢复'],
  [/^the fault was over before holdFor$/, '没到 holdFor 就已恢复'],
  [/^the rules have no route (.+)$/s, '规则里已没有路由 $1'],
  [/^the issue was closed for good$/, '单子已按“不予修复”关闭'],
  [/^(\S+) was closed as (.+)$/s, '$1 关闭时的解决结果是 $2'],
  [
    /^(\S+) can be neither opened again nor told, as the one before it; .+$/s,
    '$1 和上一张单一样，既打不开也写不了评论；一个故障不建第三张单',
  ],
  [/^this account may create but not see (\S+)$/, '此账号能建单，但看不到 $1'],
];

export function reasonInChinese(text: string): string {
  const known = TEXTS.find(([whole]) => whole.test(text));
  if (known !== undefined) return text.replace(known[0], known[1]);
  const [, code, rest] = /^([a-z_]+): (.+)$/s.exec(text) ?? [];
  const told = rest === undefined ? undefined : reasonInChinese(rest);
  return told === undefined || told === rest ? warningInChinese(text) : `${code}：${told}`;
}
