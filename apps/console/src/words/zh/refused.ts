import type { Words } from '../words.ts';

export const refused: Words['refused'] = {
  title: '被拒绝的投递',
  intro: '到达 webhook 但没有接收的内容：这些告警不在任何列表里。内容不会保留，因为无法确认是谁发来的。',
  none: '最近八天没有拒绝过投递。',
  elsewhere: '观测云发送了什么、得到什么应答，也可以在观测云的 事件 → 告警通知 中查看。这里也没有的，就是没有到达。',
  from: '来自',
  token: 'token',
  notThere: '是不是缺了观测云已经发出的告警？',
  lately: (count) => `最近一天 receiver 拒绝了 ${count} 次投递：`,
  noneLately: '最近一天 receiver 没有拒绝投递，所以它没有到达：请在观测云查看 事件 → 告警通知。',
  all: '全部被拒绝的投递',
  codes: {
    unauthorized: [
      '地址里的 token 缺失或不正确（401）。',
      '请在观测云修改通知对象的地址：/webhook/guance/<token>，token 用 WEBHOOK_TOKENS 里的。',
    ],
    too_many_requests: ['此来源发来的错误 token 太多，已要求它稍候（429）。', '请在观测云修改通知对象地址里的 token。'],
    wrong_workspace: [
      'token 绑定的工作空间与告警的不同。',
      '请用该工作空间的 token，或在 WEBHOOK_TOKENS 里加上该工作空间。',
    ],
    invalid_json: ['内容无法读取（400）。', '请在观测云使用 监控 → 通知对象管理 → Webhook 自定义，不要自己写模板。'],
    unsupported_media_type: [
      '内容既不是 JSON 也不是纯文本（415）。',
      '请使用观测云的“Webhook 自定义”，不要用“简单 HTTP 请求”。',
    ],
    body_too_large: ['内容超过允许的大小（413）。', '请缩短监控器的事件内容。'],
    too_many_events: ['发送方超过了 WEBHOOK_EVENTS_PER_MINUTE（429）。', '请调高此值，或查看是哪个监控器发得太多。'],
    unavailable: ['Redis 和 receiver 的磁盘都没有接收（503）。', '请看概览：Redis，以及 SPOOL_DIR 所在的磁盘。'],
    internal_error: ['receiver 处理失败（500）。', '请看 receiver 的日志。'],
  },
};
