import type { Language } from './sentences.ts';

/** The sentences of comments. Clocks, durations, levels and values come in as text; an empty text leaves no trace. */
export type CommentWords = {
  readonly unknownLevel: string;
  /** Puts sentences one after the other. */
  readonly join: (...sentences: readonly string[]) => string;
  readonly value: (value: string) => string;
  readonly level: (at: string, from: string, to: string, value: string) => string;
  readonly closed: string;
  readonly priorityKept: (name: string) => string;
  readonly priorityRaised: (from: string, to: string) => string;
  readonly priorityRefused: (to: string, route: string) => string;
  readonly repeat: (since: string, count: number, at: string, value: string) => string;
  readonly recovered: (at: string, by: string, lasted: string | null) => string;
  readonly moved: (from: string, to: string) => string;
  readonly noWay: (wanted: string, stoppedAt: string | null, route: string) => string;
  readonly refused: (wanted: string, words: string, stoppedAt: string | null, route: string) => string;
  /** Between the items of a list. */
  readonly comma: string;
  readonly missing: (fields: string) => string;
  readonly again: (at: string, after: string | null, reopened: boolean) => string;
  readonly late: (at: string, level: string, value: string) => string;
  /** In the description of a new issue. */
  readonly lastFault: (key: string) => string;
  readonly goneBefore: (key: string) => string;
};

export function commentWordsIn(language: Language): CommentWords {
  return catalogue[language];
}

const zh: CommentWords = {
  unknownLevel: '未知等级',
  join: (...sentences) => sentences.filter((sentence) => sentence !== '').join(''),
  value: (value) => `，当前值 ${value}`,
  level: (at, from, to, value) => `等级变化 ${at}：${from} → ${to}${value}。`,
  closed: '此问题已由他人关闭，因此未作改动。',
  priorityKept: (name) => `优先级保持 ${name}。`,
  priorityRaised: (from, to) => `优先级 ${from} → ${to}。`,
  priorityRefused: (to, route) => `优先级无法提升为 ${to}。请检查路由 ${route}。`,
  repeat: (since, count, at, value) => `自 ${since} 起重复 ${count} 次，最近一次 ${at}${value}。`,
  recovered: (at, by, lasted) =>
    `已恢复 ${at}${by === '' ? '' : `（${by} 手动恢复）`}${lasted === null ? '' : `，本轮持续 ${lasted}`}。`,
  moved: (from, to) => `状态：${from} → ${to}。`,
  noWay: (wanted, stoppedAt, route) =>
    `没有可用的流转（${wanted}），${stoppedAt === null ? '状态未改变' : `状态停在 ${stoppedAt}`}。请检查路由 ${route}。`,
  refused: (wanted, words, stoppedAt, route) =>
    `Jira 拒绝了流转 ${wanted}（${words}），${stoppedAt === null ? '状态未改变' : `状态停在 ${stoppedAt}`}。请检查路由 ${route}。`,
  comma: '、',
  missing: (fields) => `流转界面要求填写 ${fields}：请写入该路由的 recover.fields。`,
  again: (at, after, reopened) =>
    `再次触发 ${at}${after === null ? '' : `（距恢复 ${after}）`}${reopened ? '，已重新打开' : ''}。`,
  late: (at, level, value) => `迟到的事件 ${at}：${level}${value}。更新的事件已先处理，状态不变。`,
  lastFault: (key) => `同一对象上次故障：${key}`,
  goneBefore: (key) => `此故障原先的问题 ${key} 已无法访问，因此新建本问题。`,
};

const en: CommentWords = {
  unknownLevel: 'Unknown level',
  join: (...sentences) => sentences.filter((sentence) => sentence !== '').join(' '),
  value: (value) => `, value ${value}`,
  level: (at, from, to, value) => `Level changed ${at}: ${from} → ${to}${value}.`,
  closed: 'Somebody has closed this issue, so it was left as it is.',
  priorityKept: (name) => `Priority stays ${name}.`,
  priorityRaised: (from, to) => `Priority ${from} → ${to}.`,
  priorityRefused: (to, route) => `Priority could not be raised to ${to}. Please check route ${route}.`,
  repeat: (since, count, at, value) =>
    `Repeated ${count} ${count === 1 ? 'time' : 'times'} since ${since}, last ${at}${value}.`,
  recovered: (at, by, lasted) =>
    `Recovered ${at}${by === '' ? '' : ` (by hand: ${by})`}${lasted === null ? '' : `, this round lasted ${lasted}`}.`,
  moved: (from, to) => `Status: ${from} → ${to}.`,
  noWay: (wanted, stoppedAt, route) =>
    `No such transition is offered (${wanted}), so the status ${stoppedAt === null ? 'was not changed' : `is ${stoppedAt}`}. Please check route ${route}.`,
  refused: (wanted, words, stoppedAt, route) =>
    `Jira refused the transition ${wanted} (${words}), so the status ${stoppedAt === null ? 'was not changed' : `is ${stoppedAt}`}. Please check route ${route}.`,
  comma: ', ',
  missing: (fields) => `Its screen asks for ${fields}: fill it under recover.fields of this route.`,
  again: (at, after, reopened) =>
    `Triggered again ${at}${after === null ? '' : ` (${after} after the recovery)`}${reopened ? ', reopened' : ''}.`,
  late: (at, level, value) =>
    `Late event ${at}: ${level}${value}. A newer event was handled first, so nothing was changed.`,
  lastFault: (key) => `Last fault of the same object: ${key}`,
  goneBefore: (key) => `The former issue of this fault, ${key}, cannot be reached any more, hence this new one.`,
};

const catalogue: Record<Language, CommentWords> = { zh, en };
