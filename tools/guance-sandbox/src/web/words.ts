import type { Language } from '../options.ts';
import type { Level, Status } from '../state/model.ts';
import type { MuteState } from '../state/mutes.ts';

export interface Words {
  readonly lang: string;
  readonly other: { language: Language; lang: string; name: string };
  readonly title: string;
  readonly banner: string;
  readonly skip: string;
  readonly toJira: string;
  readonly intro: string;
  readonly statuses: Readonly<Record<Status, string>>;
  readonly fire: (level: Level) => string;
  readonly recover: string;
  readonly of: (object: string) => string;
  readonly since: (time: string) => string;
  readonly monitors: string;
  readonly muted: string;
  readonly mutes: string;
  readonly noMutes: string;
  readonly muteStates: Readonly<Record<MuteState, string>>;
  readonly restores: string;
  readonly noRestores: string;
  readonly nothingToRestore: string;
  readonly deliveries: string;
  readonly noDeliveries: string;
  readonly noWebhook: string;
  readonly to: (address: string) => string;
  readonly disabled: (failures: number) => string;
  readonly enable: string;
  readonly underWay: string;
  readonly requests: string;
  readonly noRequests: string;
  readonly heads: Readonly<Record<Head, string>>;
  readonly never: string;
  readonly event: string;
  readonly back: string;
  readonly nothingHere: string;
}

export type Head = 'time' | 'event' | 'level' | 'answer' | 'object' | 'rule' | 'until' | 'state' | 'request';

const en: Words = {
  lang: 'en',
  other: { language: 'zh', lang: 'zh-CN', name: '简体中文' },
  title: 'Guance sandbox',
  banner: 'sandbox: not a real Guance',
  skip: 'To the monitors',
  toJira: 'The issues in Jira',
  intro:
    'Each button makes an event of this object, and sends it to the webhook once. What comes back from Jira is seen below: restored events and mutes.',
  statuses: { critical: 'Critical', error: 'Error', warning: 'Warning', nodata: 'No data', ok: 'OK' },
  fire: (level) => ({ critical: 'Critical', error: 'Error', warning: 'Warning', nodata: 'No data' })[level],
  recover: 'Recover',
  of: (object) => `Make an event of ${object}`,
  since: (time) => `since ${time}`,
  monitors: 'Monitors',
  muted: 'muted',
  mutes: 'Mutes',
  noMutes: 'Nothing is muted.',
  muteStates: { waiting: 'not yet', active: 'in force', ended: 'ended', disabled: 'turned off' },
  restores: 'Restored by the OpenAPI',
  noRestores: 'Nothing was restored.',
  nothingToRestore: 'nothing was wrong',
  deliveries: 'Deliveries',
  noDeliveries: 'Nothing was sent yet.',
  noWebhook: 'There is no webhook to send to: GUANCE_SANDBOX_WEBHOOK_URL.',
  to: (address) => `to ${address}`,
  disabled: (failures) =>
    `Turned off after ${failures} deliveries that failed one after the other. Guance does so after two days of failures, and tells nobody.`,
  enable: 'Turn on again',
  underWay: 'under way',
  requests: 'Requests to the OpenAPI',
  noRequests: 'Nobody has asked yet.',
  heads: {
    time: 'Time',
    event: 'Event',
    level: 'Level',
    answer: 'Answer',
    object: 'Object',
    rule: 'Rule',
    until: 'Until',
    state: 'State',
    request: 'Request',
  },
  never: 'no end',
  event: 'Event',
  back: 'All monitors',
  nothingHere: 'There is nothing here.',
};

const zh: Words = {
  lang: 'zh-CN',
  other: { language: 'en', lang: 'en', name: 'English' },
  title: '观测云沙箱',
  banner: '沙箱：不是真实的观测云',
  skip: '跳到监控器',
  toJira: 'Jira 中的单子',
  intro: '每个按钮为该对象产生一个事件，并向 Webhook 发送一次。Jira 一侧带回的恢复和静默显示在下方。',
  statuses: { critical: '紧急', error: '重要', warning: '警告', nodata: '数据断档', ok: '正常' },
  fire: (level) => ({ critical: '紧急', error: '重要', warning: '警告', nodata: '数据断档' })[level],
  recover: '恢复',
  of: (object) => `为 ${object} 产生事件`,
  since: (time) => `自 ${time}`,
  monitors: '监控器',
  muted: '静默中',
  mutes: '静默规则',
  noMutes: '没有静默规则。',
  muteStates: { waiting: '待生效', active: '进行中', ended: '已过期', disabled: '已禁用' },
  restores: '通过 OpenAPI 恢复',
  noRestores: '没有恢复过事件。',
  nothingToRestore: '当时没有异常',
  deliveries: '发送记录',
  noDeliveries: '还没有发送过。',
  noWebhook: '没有可发送的 Webhook：请设置 GUANCE_SANDBOX_WEBHOOK_URL。',
  to: (address) => `发往 ${address}`,
  disabled: (failures) =>
    `连续 ${failures} 次发送失败，已自动禁用。真实的观测云在连续两天失败后禁用，且不会通知任何人。`,
  enable: '重新启用',
  underWay: '发送中',
  requests: 'OpenAPI 请求',
  noRequests: '还没有请求。',
  heads: {
    time: '时间',
    event: '事件',
    level: '等级',
    answer: '应答',
    object: '对象',
    rule: '规则',
    until: '结束',
    state: '状态',
    request: '请求',
  },
  never: '无期限',
  event: '事件',
  back: '全部监控器',
  nothingHere: '这里什么都没有。',
};

export const words: Readonly<Record<Language, Words>> = { en, zh };
