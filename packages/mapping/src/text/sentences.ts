import type { Level } from '../level.ts';

export type Language = 'zh' | 'en';
export type LanguageRule = Language | 'auto';

/** Why an issue says less than its route asked for. */
export type NoteKind = 'assignee' | 'priority' | 'labels' | 'field' | 'fallback' | 'characters';

/** Every sentence that we write ourselves, in one language. Times and durations come in as text. */
export type Sentences = {
  readonly levels: Record<Level, string>;
  /** A name with the word that Guance sends: `紧急（critical）`. */
  readonly named: (name: string, word: string) => string;
  readonly rows: Record<
    | 'level'
    | 'value'
    | 'condition'
    | 'object'
    | 'time'
    | 'received'
    | 'faultStart'
    | 'checkRange'
    | 'monitor'
    | 'reason'
    | 'labels'
    | 'workspace',
    string
  >;
  readonly openInGuance: string;
  readonly more: string;
  readonly lasting: (start: string, duration: string) => string;
  readonly units: { readonly day: string; readonly hour: string; readonly minute: string; readonly second: string };
  readonly footer: (route: string, eventId: string) => string;
  readonly notes: Record<NoteKind, (value: string, route: string) => string>;
};

export function sentencesIn(language: Language): Sentences {
  return catalogue[language];
}

/** `auto` follows the event: Chinese unless Guance names another language, and then English. */
export function languageOf(rule: LanguageRule, eventLanguage: string | null): Language {
  if (rule !== 'auto') return rule;
  return eventLanguage === null || /^zh/i.test(eventLanguage.trim()) ? 'zh' : 'en';
}

/** The sentence for a field that had to be dropped; `value` is what Jira did not take (a person, a field's name, a project). */
export function noteFor(language: Language, kind: NoteKind, facts: { value: string; route: string }): string {
  return catalogue[language].notes[kind](facts.value, facts.route);
}

const zh: Sentences = {
  levels: {
    fatal: '致命',
    critical: '紧急',
    error: '重要',
    warning: '警告',
    nodata: '数据断档',
    info: '信息',
    ok: '正常',
    security_critical: '安全紧急',
    security_high: '安全高危',
    security_medium: '安全中危',
    security_low: '安全低危',
    security_info: '安全信息',
  },
  named: (name, word) => `${name}（${word}）`,
  rows: {
    level: '等级',
    value: '当前值',
    condition: '触发条件',
    object: '对象',
    time: '触发时间',
    received: '收到时间',
    faultStart: '故障开始',
    checkRange: '检测区间',
    monitor: '监控器',
    reason: '原因',
    labels: '标签',
    workspace: '工作空间',
  },
  openInGuance: '在观测云查看此事件',
  more: '内容过长，已截断。在观测云查看完整内容',
  lasting: (start, duration) => `${start}，已持续 ${duration}`,
  units: { day: '天', hour: '小时', minute: '分', second: '秒' },
  footer: (route, eventId) => `由 guance-jira 创建 · 路由 ${route} · ${eventId}`,
  notes: {
    assignee: (value, route) => `经办人 ${value} 无法分配，已留空。请检查路由 ${route}。`,
    priority: (value, route) => `优先级 ${value} 无法设置，已使用项目默认值。请检查路由 ${route}。`,
    labels: (value, route) => `标签 ${value} 无法设置，已省略。请检查路由 ${route}。`,
    field: (value, route) => `字段 ${value} 无法设置，已省略。请检查路由 ${route}。`,
    fallback: (value, route) => `无法按路由 ${route} 在 ${value} 中创建，已改用备用项目。请检查路由 ${route}。`,
    characters: (value) => `此 Jira 的数据库不能保存四字节字符（如表情符号），已用 ${value} 代替。原文见观测云。`,
  },
};

const en: Sentences = {
  levels: {
    fatal: 'Fatal',
    critical: 'Critical',
    error: 'Error',
    warning: 'Warning',
    nodata: 'No data',
    info: 'Info',
    ok: 'OK',
    security_critical: 'Security critical',
    security_high: 'Security high',
    security_medium: 'Security medium',
    security_low: 'Security low',
    security_info: 'Security info',
  },
  named: (name, word) => (name.toLowerCase() === word ? name : `${name} (${word})`),
  rows: {
    level: 'Level',
    value: 'Value',
    condition: 'Condition',
    object: 'Object',
    time: 'Triggered',
    received: 'Received',
    faultStart: 'Fault began',
    checkRange: 'Checked period',
    monitor: 'Monitor',
    reason: 'Reason',
    labels: 'Labels',
    workspace: 'Workspace',
  },
  openInGuance: 'View this event in Guance',
  more: 'Too long to show in full. View the rest in Guance',
  lasting: (start, duration) => `${start}, for ${duration} so far`,
  units: { day: 'd', hour: 'h', minute: 'min', second: 's' },
  footer: (route, eventId) => `Created by guance-jira · route ${route} · ${eventId}`,
  notes: {
    assignee: (value, route) => `${value} could not be assigned, so nobody was. Please check route ${route}.`,
    priority: (value, route) =>
      `Priority ${value} could not be set, so the project's default applies. Please check route ${route}.`,
    labels: (value, route) => `Labels ${value} could not be set and were left out. Please check route ${route}.`,
    field: (value, route) => `Field ${value} could not be set and was left out. Please check route ${route}.`,
    fallback: (value, route) =>
      `Route ${route} could not create this in ${value}, so the fallback project was used. Please check route ${route}.`,
    characters: (value) =>
      `This Jira's database cannot store four-byte characters such as emoji; ${value} stands for each. Guance has the original.`,
  },
};

const catalogue: Record<Language, Sentences> = { zh, en };
