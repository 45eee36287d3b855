import { createHash } from 'node:crypto';
import type { Monitor, Watched } from './model.ts';

const CPU: Monitor = {
  id: checkerId('cpu'),
  kind: 'custom_metric',
  dql: 'M::`cpu`:(avg(`usage_total`)) BY `host`',
  values: { critical: 98.4, error: 92.1, warning: 84.7, ok: 31.2 },
  unit: '%',
  words: {
    en: { name: 'CPU usage of {{host}} is too high', advice: 'see which process takes it: top -o %CPU' },
    zh: { name: '主机 {{host}} CPU 使用率过高', advice: '登录主机，用 top -o %CPU 查看占用最高的进程' },
  },
};

const DISK: Monitor = {
  id: checkerId('disk'),
  kind: 'custom_metric',
  dql: 'M::`disk`:(last(`used_percent`)) BY `host`, `device`',
  values: { critical: 97.3, error: 91.5, warning: 86.2, ok: 55.4 },
  unit: '%',
  words: {
    en: { name: 'Disk {{device}} of {{host}} is nearly full', advice: 'remove old logs, or enlarge the volume' },
    zh: { name: '主机 {{host}} 磁盘 {{device}} 使用率过高', advice: '清理旧日志，或扩容磁盘' },
  },
};

const LOG: Monitor = {
  id: checkerId('log'),
  kind: 'custom_metric',
  dql: "L::`orders`:(count(*)) { status = 'error' } BY `service`",
  values: { critical: 240, error: 96, warning: 22, ok: 0 },
  unit: '',
  words: {
    en: { name: 'Errors in the log of {{service}}', advice: 'a monitor of logs never recovers by itself' },
    zh: { name: '服务 {{service}} 错误日志过多', advice: '日志类监控器不会自行恢复' },
  },
};

const MONITORS: Readonly<Record<string, Monitor>> = { cpu: CPU, disk: DISK, log: LOG };

/** What a fresh sandbox watches. */
export function defaultWatched(): Watched[] {
  return [
    watch('cpu', { host: 'web-01' }),
    watch('cpu', { host: 'web-02' }),
    watch('disk', { host: 'db-01', device: '/dev/vdb' }),
    watch('log', { service: 'orders' }),
  ];
}

/** @throws Error where there is no such monitor */
export function watch(monitorName: string, tags: Readonly<Record<string, string>>): Watched {
  const monitor = MONITORS[monitorName];
  if (monitor === undefined)
    throw new Error(`no monitor ${monitorName}; there are ${Object.keys(MONITORS).join(', ')}`);
  const ref = refOf(monitor.id, tags);
  const words = Object.values(tags).join(' ');
  const name = `${monitorName} ${words}`.replace(/[^A-Za-z0-9]+/g, '-');
  // What is not Latin would be lost, and two objects would have one address.
  const id = /^[\w/. -]*$/.test(words) ? name : `${name}-${ref.slice(0, 8)}`;
  return { id, monitor, tags, ref, status: 'ok', fault: null };
}

/** Guance says only that it depends on both; 32 hex digits as in its samples. */
function refOf(monitorId: string, tags: Readonly<Record<string, string>>): string {
  return createHash('md5')
    .update(JSON.stringify([monitorId, Object.entries(tags).sort()]))
    .digest('hex');
}

function checkerId(name: string): string {
  return `rul_${createHash('md5').update(`guance-sandbox ${name}`).digest('hex')}`;
}
