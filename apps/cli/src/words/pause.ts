import { inBoth } from './in-both.ts';

export const pauseWords = inBoth({
  en: {
    untilWanted: 'Until when? For example: pause --until 2h, or pause --until 22:30',
    notAhead: (time: string) => `${time} is not in the future, or more than a year away.`,
    paused: (site: string, until: string, span: string) =>
      `Requests to ${site} are paused until ${until}, for ${span}.`,
    meanwhile:
      'Events are accepted and wait. All workers stop within five seconds; npm run cli -- resume ends the pause earlier.',
    notReplicated:
      'Not as many replicas hold this as REDIS_WAIT_REPLICAS asks for, so a failover may take it back: repeat the command when npm run cli -- doctor shows them again.',
    ended: (until: string, by: string, reason: string) =>
      `Ended the pause${by === '' ? '' : ` by ${by}`} until ${until}${reason === '' ? '' : `: ${reason}`}`,
    endedButton: "Ended the pause set by the dashboard's button.",
    endedLimits: (limits: string) => `Removed the limit of the queue: ${limits}.`,
    triedNow: (why: string) => `${why}: one worker tries again at once.`,
    oneTried: (kinds: string) =>
      `Something in front of Jira answers requests of the kind ${kinds} in its place: one is tried at once.`,
    throttleLeft: (span: string) => `Jira has asked to slow down (429); that pause stays for another ${span}.`,
    why: (reason: string) =>
      ({
        unauthorized: 'Jira refuses the login',
        forbidden: 'everything is forbidden (403)',
        unavailable: 'Jira cannot be reached',
        throttled: 'Jira asks to slow down',
        manual: 'paused by a person',
      })[reason] ?? reason,
    nothing: 'There was no pause.',
    soon: 'Workers notice within five seconds; npm run cli -- doctor shows the result.',
  },
  zh: {
    untilWanted: '暂停到何时？例如：pause --until 2h，或 pause --until 22:30',
    notAhead: (time) => `${time} 不在将来，或超过一年。`,
    paused: (site, until, span) => `对 ${site} 的请求暂停到 ${until}，共 ${span}。`,
    meanwhile: '事件照常接收并等待。所有 worker 在五秒内停下；npm run cli -- resume 可提前结束。',
    notReplicated:
      '确认的副本少于 REDIS_WAIT_REPLICAS，主从切换可能让这次操作失效：等 npm run cli -- doctor 看到副本恢复后再执行一次。',
    ended: (until, by, reason) =>
      `已结束${by === '' ? '' : ` ${by} 的`}暂停（原定到 ${until}）${reason === '' ? '' : `：${reason}`}`,
    endedButton: '已结束看板按钮的暂停。',
    endedLimits: (limits) => `已取消队列的限制：${limits}。`,
    triedNow: (why) => `${why}：由一个 worker 立即重试。`,
    oneTried: (kinds) => `Jira 前面的设备代替 Jira 应答 ${kinds} 类请求：立即试一个。`,
    throttleLeft: (span) => `Jira 要求放慢（429）；剩余的 ${span} 等待保留。`,
    why: (reason) =>
      ({
        unauthorized: 'Jira 拒绝登录',
        forbidden: '所有请求都被禁止（403）',
        unavailable: '无法连接 Jira',
        throttled: 'Jira 要求放慢',
        manual: '人工暂停',
      })[reason] ?? reason,
    nothing: '当前没有暂停。',
    soon: 'worker 在五秒内察觉；npm run cli -- doctor 可查看结果。',
  },
});
