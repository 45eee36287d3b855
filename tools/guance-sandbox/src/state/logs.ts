import type { Language } from '../options.ts';
import type { Watched } from './model.ts';

/** A line of the log, found by its tags and the fields beside them. */
export type LogEntry = { at: number; message: string; tags: Readonly<Record<string, string>> };

/** What an object logs when it falls ill, so that whoever tries this out sees something. */
export function linesOf({ monitor, tags }: Watched, at: number, language: Language): LogEntry[] {
  const words = language === 'zh' ? ZH : EN;
  const value = monitor.values.critical;
  return words.map((write, index) => ({
    at: at - (words.length - index) * 7000,
    message: write(value, monitor.unit),
    tags: { source: tags.service ?? 'system', ...tags },
  }));
}

type Line = (value: number, unit: string) => string;

const EN: readonly Line[] = [
  () => 'INFO  scheduler: job nightly-report started',
  () => 'WARN  pool: 48 of 50 connections in use',
  () => 'ERROR db: timeout after 30000 ms: SELECT * FROM orders WHERE status = ?',
  (value, unit) => `WARN  monitor: value ${value}${unit} above the limit`,
  () => 'ERROR http: POST /api/orders 503 in 30012 ms',
];
const ZH: readonly Line[] = [
  () => 'INFO  scheduler: 任务 nightly-report 开始',
  () => 'WARN  pool: 连接池已用 48/50',
  () => 'ERROR db: 30000 ms 后超时：SELECT * FROM orders WHERE status = ?',
  (value, unit) => `WARN  monitor: 当前值 ${value}${unit} 超过阈值`,
  () => 'ERROR http: POST /api/orders 503，耗时 30012 ms',
];
