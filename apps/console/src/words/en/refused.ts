/** Deliveries that the door refused. */
export const refused = {
  title: 'Refused deliveries',
  intro:
    'What came to the webhook and was not taken: these alerts are in no list. Their words are not kept, since nobody knows who sent them.',
  none: 'None was refused in the last eight days.',
  elsewhere:
    'What Guance sent and got as an answer stands there as well, under 事件 → 告警通知. What does not stand here either never arrived.',
  from: 'from',
  token: 'token',
  notThere: 'Is an alert missing that Guance has sent?',
  lately: (count: number) =>
    `The receiver refused ${count} ${count === 1 ? 'delivery' : 'deliveries'} in the last day:`,
  noneLately:
    'The receiver refused no delivery in the last day, so it did not arrive: look at 事件 → 告警通知 in Guance.',
  all: 'All refused deliveries',
  codes: {
    unauthorized: [
      'The token in the address is missing or wrong (401).',
      'In Guance correct the address of the notification object: /webhook/guance/<token>, with a token of WEBHOOK_TOKENS.',
    ],
    too_many_requests: [
      'So many wrong tokens came from this address that it was told to wait (429).',
      'Correct the token in the address of the notification object in Guance.',
    ],
    wrong_workspace: [
      'The token is bound to other workspaces than the one of the alert.',
      'Use the token of that workspace, or add the workspace to it in WEBHOOK_TOKENS.',
    ],
    invalid_json: [
      'The body could not be read (400).',
      'In Guance use 监控 → 通知对象管理 → Webhook 自定义, without a template of your own.',
    ],
    unsupported_media_type: [
      'The body is neither JSON nor plain text (415).',
      'Use Webhook 自定义 in Guance, not 简单 HTTP 请求.',
    ],
    body_too_large: ['The body is larger than is taken (413).', 'Shorten the message of the monitor.'],
    too_many_events: [
      'The sender is above WEBHOOK_EVENTS_PER_MINUTE (429).',
      'Raise it, or look which monitor sends so many.',
    ],
    unavailable: [
      'Neither Redis nor the receiver’s disk took it (503).',
      'Look at the overview: Redis, and the disk of SPOOL_DIR.',
    ],
    internal_error: ['The receiver failed at it (500).', 'Look at the log of the receiver.'],
  } as Readonly<Record<string, readonly [what: string, todo: string]>>,
};
