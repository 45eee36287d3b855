import { setTimeout as pause } from 'node:timers/promises';
import type { Jira } from '../harness/index.ts';
import type { Diary } from './diary.ts';
import type { Random } from './random.ts';

type Dialect = 'cloud' | 'datacenter';

/** Bursts that concern every request for a second or two: a log-in refused, no connection, maintenance, a tight rate limit. */
export async function weather(
  jira: Jira,
  dialect: Dialect,
  random: Random,
  diary: Diary,
  stop: AbortSignal,
): Promise<void> {
  const bursts: Record<string, [on: unknown, off: unknown]> = {
    'log-in refused': [secret(dialect, 'changed-by-an-admin'), secret(dialect, 'sandbox-token')],
    'connections refused': [{ refuse: true }, { refuse: false }],
    maintenance: [{ maintenance: { body: '<html>down</html>' } }, { maintenance: null }],
    'rate limit': [{ rateLimit: { perSecond: 5, retryAfterSeconds: 1 } }, { rateLimit: null }],
  };
  let round: string[] = [];
  while (!stop.aborted) {
    await pause(random.between(4000, 9000), undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) return;
    if (round.length === 0) round = random.shuffled(Object.keys(bursts));
    const name = round.pop() ?? '';
    const [on, off] = bursts[name] ?? [];
    const ms = random.between(500, 2000);
    diary.note(`Jira: ${name} for ${ms} ms`);
    await jira.control('PUT', '/settings', on);
    await pause(ms);
    await jira.control('PUT', '/settings', off);
  }
}

/** The log-in by token: with a password on Data Center the worker would rest for long after three refusals, as it should. */
export function tokenEnv(dialect: Dialect): Record<string, string> {
  return dialect === 'cloud' ? {} : { JIRA_USER: '', JIRA_PASSWORD: '', JIRA_TOKEN: 'sandbox-token' };
}

function secret(dialect: Dialect, value: string): unknown {
  return { accounts: { bot: dialect === 'cloud' ? { apiToken: value } : { pats: [value] } } };
}
