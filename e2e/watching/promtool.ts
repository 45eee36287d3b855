import { execFileSync } from 'node:child_process';

/** Prometheus's own checker, which Debian has in its package `prometheus`; null where it is not installed. */
export function promtool(): ((...args: string[]) => string) | null {
  const run = (...args: string[]) =>
    execFileSync('promtool', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    run('--version');
    return run;
  } catch {
    return null;
  }
}
