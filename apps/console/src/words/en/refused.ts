/** Deliveries that the door refused. */
export const refused = {
  title: 'Refused deliveries',
  intro:
    'What arrived at the webhook and was not accepted: these alerts are in no list. Their content is not kept, because it is unknown who sent them.',
  none: 'None was refused in the last eight days.',
  elsewhere:
    'Guance also shows what it sent and the answer it got, under 事件 → 告警通知. What is not listed here either never arrived.',
  from: 'from',
  token: 'token',
  notThere: 'Is an alert missing that Guance sent?',
  lately: (count: number) =>
    `The receiver refused ${count} ${count === 1 ? 'delivery' : 'deliveries'} in the last day:`,
  noneLately:
    'The receiver refused no delivery in the last day, so the alert did not arrive: see 事件 → 告警通知 in Guance.',
  all: 'All refused deliveries',
  codes: {
    unauthorized: [
      'The token in the address is missing or wrong (401).',
      'In Guance, correct the address of the notification object: /webhook/guance/<token>, with a token from WEBHOOK_TOKENS.',
    ],
    too_many_requests: [
      'So many wrong tokens came from this address that it was told to wait (429).',
      'Correct the token in the address of the notification object in Guance.',
    ],
    wrong_workspace: [
      "The token is not bound to the alert's workspace.",
      "Use that workspace's token, or add the workspace to this token in WEBHOOK_TOKENS.",
    ],
    invalid_json: [
      'The body could not be read (400).',
      'In Guance, use 监控 → 通知对象管理 → Webhook 自定义, without a custom template.',
    ],
    unsupported_media_type: [
      'The body is neither JSON nor plain text (415).',
      'Use Webhook 自定义 in Guance, not 简单 HTTP 请求.',
    ],
    body_too_large: ['The body is too large (413).', 'Shorten the message of the monitor.'],
    too_many_events: [
      'The sender is above WEBHOOK_EVENTS_PER_MINUTE (429).',
      'Raise the limit, or check which monitor sends so many.',
    ],
    unavailable: [
      'Neither Redis nor the receiver’s disk accepted it (503).',
      'Check the overview: Redis, and the disk of SPOOL_DIR.',
    ],
    internal_error: ['The receiver failed (500).', 'Check the log of the receiver.'],
  } as Readonly<Record<string, readonly [what: string, todo: string]>>,
};
