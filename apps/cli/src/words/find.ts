import { reasonInChinese } from '@guance-jira/mapping';
import type { Outcome } from '@guance-jira/queue';
import { inBoth } from './in-both.ts';

export const findWords = inBoth({
  en: {
    nothing: (asked: string) =>
      [
        `Nothing is known about ${asked}.`,
        '→ Is it an event id (event-…), a df_fault_id or faultKey, or an issue key (OPS-42)? Notices and tests are not kept.',
        '→ The ledger forgets an event LEDGER_DAYS after its outcome.',
        '→ While Redis is down, the receiver keeps events in its spool: npm run cli -- doctor shows whether it still does.',
        '→ Otherwise the alert did not arrive: see 事件 → 告警通知 in Guance.',
      ].join('\n'),
    standsFor: (asked: string, standing: string) =>
      `${asked} is not the issue that stands for this alert; ${standing} is.`,
    /** As the log has it. */
    warning: (text: string) => text,
    title: 'title',
    workspace: 'workspace',
    issue: 'issue',
    route: 'route',
    reason: 'reason',
    received: 'received',
    caughtUp: 'caught up from Guance',
    ended: 'ended',
    waitsFor: 'waits for',
    waitsSince: 'waits since',
    rests: 'Jira paused',
    attempts: 'attempts used',
    sent: 'sent to Jira',
    retried: 'retried by',
    jira: 'in another Jira',
    openedBy: 'opened by',
    listedIn: 'listed in',
    began: 'began',
    level: 'level',
    newest: 'newest event',
    repeats: 'repeats since',
    recovered: 'recovered',
    heldUntil: 'held until',
    restored: 'restored in Guance',
    muted: 'muted in Guance',
    notLifted: 'Guance refused to lift the mute',
    request: (state: string, when: string) =>
      ({ done: when, refused: `refused by Guance, ${when}`, again: 'to be sent again' })[state] ??
      `${when}; whether Guance has done it is not known yet`,
    muting: (state: string, until: string) =>
      ({ muted: `until ${until}`, lifted: 'lifted again', refused: 'refused by Guance', again: 'to be sent again' })[
        state
      ] ?? 'whether Guance has done it is not known yet',
    context: (issueKey: string) => `from Guance, for ${issueKey}`,
    chart: 'chart',
    logs: 'log lines',
    added: 'added',
    toBeAdded: 'not yet',
    leftOut: (reason: string) => `left out: ${reason}`,
    leftAlone: 'left alone: its issue was closed for good',
    listed: 'listed in the issue of a storm',
    fault: 'fault',
    times: (count: number) => (count === 1 ? 'once' : `${count} times`),
    itsTurn: 'its turn',
    until: (what: string, time: string) => `${what}; next check ${time}`,
    pausedUntil: (time: string, by: string, reason: string) =>
      `paused${by === '' ? '' : ` by ${by}`} until ${time}${reason === '' ? '' : `: ${reason}`}`,
    restsBecause: (why: string, span: string) => `${why}; next try in ${span}`,
    blocked: (kind: string, span: string) =>
      `something in front of Jira answers requests of the kind ${kind} in its place; next try in ${span}`,
    active: 'being handled',
    waiting: 'waits',
    outcome: named({
      created: 'created',
      commented: 'commented',
      resolved: 'resolved',
      reopened: 'reopened',
      listed: 'listed',
      ignored: 'ignored',
      failed: 'failed',
    }),
    state: (state: string) =>
      ({
        reserved: 'its issue is not created yet: nothing was sent, or Jira refused it',
        sent: 'a request was sent, and its answer is not known yet',
        confirmed: 'its issue exists',
      })[state] ?? 'known',
    failedTodo: (eventId: string) => `fix the cause, then run: npm run cli -- replay --event ${eventId} --yes`,
    unmatchedTodo:
      'no route takes it: explain with this alert shows why. Write a route for it, or a fallback for everything that no route takes',
    failedGone:
      'its job is gone (KEEP_FAILED, or deleted), so it cannot be retried from here. Deliver the same alert again, and it is accepted again. Or open its issue by hand',
  },
  zh: {
    warning: reasonInChinese,
    nothing: (asked) =>
      [
        `没有 ${asked} 的记录。`,
        '→ 应为事件 ID（event-…）、df_fault_id 或 faultKey、单号（OPS-42）。通知和测试不保留。',
        '→ 台账在事件有结果之后保留 LEDGER_DAYS 天。',
        '→ Redis 不可用期间，receiver 把事件存在本地暂存里：npm run cli -- doctor 可查看是否还有。',
        '→ 否则就是没有收到：请在观测云查看 事件 → 告警通知。',
      ].join('\n'),
    standsFor: (asked, standing) => `${asked} 不是这条告警的单，应看 ${standing}。`,
    title: '标题',
    workspace: '工作空间',
    issue: '单号',
    route: '路由',
    reason: '原因',
    received: '接收',
    caughtUp: '从观测云补收',
    ended: '结束',
    waitsFor: '在等',
    waitsSince: '开始等待',
    rests: 'Jira 暂停',
    attempts: '尝试次数',
    sent: '发往 Jira',
    retried: '重试人',
    jira: '在另一个 Jira',
    openedBy: '首个事件',
    listedIn: '列在',
    began: '开始',
    level: '等级',
    newest: '最新事件',
    repeats: '其后重复',
    recovered: '恢复',
    heldUntil: '等到',
    restored: '在观测云恢复',
    muted: '在观测云静默',
    notLifted: '观测云拒绝解除静默',
    request: (state, when) =>
      ({ done: when, refused: `被观测云拒绝，${when}`, again: '待重发' })[state] ?? `${when}；观测云是否已执行还不清楚`,
    muting: (state, until) =>
      ({ muted: `到 ${until}`, lifted: '已解除', refused: '被观测云拒绝', again: '待重发' })[state] ??
      '观测云是否已执行还不清楚',
    context: (issueKey) => `从观测云补到 ${issueKey}`,
    chart: '趋势图',
    logs: '日志',
    added: '已补上',
    toBeAdded: '还没有',
    leftOut: (reason) => `没有补：${reason}`,
    leftAlone: '不再处理：单子已按“不予修复”关闭',
    listed: '列在汇总单里',
    fault: '故障',
    times: (count) => `${count} 次`,
    itsTurn: '轮到它',
    until: (what, time) => `${what}；下次查看 ${time}`,
    pausedUntil: (time, by, reason) =>
      `${by === '' ? '' : `${by} `}暂停到 ${time}${reason === '' ? '' : `：${reason}`}`,
    restsBecause: (why, span) => `${why}；${span}后再试`,
    blocked: (kind, span) => `Jira 前面的设备代替 Jira 应答 ${kind} 类请求；${span}后再试`,
    active: '正在处理',
    waiting: '等待中',
    outcome: named({
      created: '已建单',
      commented: '已评论',
      resolved: '已解决',
      reopened: '已重新打开',
      listed: '已列入汇总',
      ignored: '已忽略',
      failed: '失败',
    }),
    state: (state) =>
      ({
        reserved: '还没有建单：请求未发出，或被 Jira 拒绝',
        sent: '请求已发出，应答还不清楚',
        confirmed: '已建单',
      })[state] ?? '已知',
    failedTodo: (eventId) => `排除原因后运行：npm run cli -- replay --event ${eventId} --yes`,
    unmatchedTodo:
      '规则里没有路由匹配它：用这条告警运行 explain 可看到每条路由为何不符。请为它写一条路由，或写 fallback 接住没有路由匹配的告警',
    failedGone:
      '任务已经清掉（KEEP_FAILED 到期，或被删除），这里不能再重试。请把同一条告警再投递一次，会重新处理；也可以手工建单',
  },
});

/** A newer version may have left one in Redis that this one does not know. */
function named(words: Readonly<Record<Outcome, string>>): (outcome: string) => string {
  return (outcome) => new Map(Object.entries(words)).get(outcome) ?? outcome;
}
