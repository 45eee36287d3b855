/** Pure: the way to Jira, the account, its rights, its token. */

import type { Because, JiraFacts } from '@guance-jira/operations';
import { FOR_CHARTS, NEEDED, USEFUL } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';

/**
 * @param workerRefused whether Jira has refused the workers' login, and whether that is this one; null: it has not
 * @param withCharts projects whose issues get charts
 */
export function checkJira(
  facts: JiraFacts,
  words: Words,
  workerRefused: 'this' | 'another' | null = null,
  withCharts: readonly string[] = [],
): Check[] {
  const says = words.doctor;
  if (facts.reached === 'untried') return [check('account', 'login_untried', 'bad', says.loginUntried)];
  if (!facts.reached && facts.tls !== null) {
    const todo = facts.tls === 'token' ? words.tls.tokenUnreachable : words.tls.todo[facts.tls];
    return [
      check('jira', facts.tls === 'token' ? 'token_unreachable' : `tls_${facts.tls}`, 'bad', { text: facts.why, todo }),
    ];
  }
  if (!facts.reached && facts.status === 404)
    return [check('jira', 'jira_not_found', 'bad', says.jiraNotFound(facts.why, facts.site))];
  if (!facts.reached) return [check('jira', 'jira_unreachable', 'bad', says.jiraUnreachable(facts.why, facts.site))];
  const reached =
    facts.deployment === null
      ? check('jira', 'jira_untold', 'unknown', says.jiraUntold(facts.site))
      : check('jira', 'jira', 'ok', says.jiraReached(KINDS[facts.deployment], facts.site));
  if ('refused' in facts.account) return [reached, refused(facts.account, facts.deployment, words)];
  const { name } = facts.account;
  const account =
    workerRefused === null
      ? check('account', 'account', 'ok', name)
      : check('account', 'worker_login_refused', 'bad', says.workerRefused(name, workerRefused === 'this'));
  return [reached, account, ...rights(facts.rights, withCharts, words)];
}

const KINDS = { cloud: 'Cloud', datacenter: 'Data Center' } as const;

function refused(
  { refused: why, because }: { refused: string; because: Because },
  deployment: 'cloud' | 'datacenter' | null,
  { doctor: says }: Words,
): Check {
  if (because === 'client') return check('account', 'client_refused', 'bad', { text: why, todo: says.clientRefused });
  if (because === 'passwords') return check('account', 'passwords_refused', 'bad', says.passwordsRefused(why));
  if (because === 'everything') return check('account', 'all_forbidden', 'bad', says.allForbidden(why));
  return check('account', 'login_refused', 'bad', says.loginRefused(why, deployment));
}

function rights(
  found: ReadonlyMap<string, Readonly<Record<string, boolean>> | null>,
  withCharts: readonly string[],
  words: Words,
): Check[] {
  const says = words.doctor;
  return [...found].map(([project, permissions]) => {
    if (permissions === null)
      return check('rights', 'project_missing', 'bad', words.validate.projectMissing(project, ''));
    const lacking = (wanted: readonly string[]) => wanted.filter((right) => !permissions[right]).join(', ');
    const needed = lacking(NEEDED);
    const useful = lacking([...USEFUL, ...(withCharts.includes(project) ? FOR_CHARTS : [])]);
    if (needed !== '') return check('rights', 'rights_missing', 'bad', words.validate.rightsMissing(project, needed));
    if (useful !== '') return check('rights', 'rights_useful', 'warn', words.validate.rightsUseful(project, useful));
    return check('rights', 'rights', 'ok', says.rights(project));
  });
}

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

/** @param expires JIRA_TOKEN_EXPIRES, in milliseconds */
export function checkToken(expires: number | undefined, hasToken: boolean, now: number, words: Words): Check[] {
  const says = words.doctor;
  if (!hasToken) return [];
  if (expires === undefined) return [check('token', 'token_untold', 'unknown', says.tokenUntold)];
  const date = new Date(expires).toISOString().slice(0, 10);
  const days = Math.ceil((expires - now) / DAY_MS);
  if (now >= expires) return [check('token', 'token_expired', 'bad', says.tokenExpired(date))];
  if (days <= SOON_DAYS) return [check('token', 'token_soon', 'warn', says.tokenSoon(date, days))];
  return [check('token', 'token', 'ok', says.token(date, days))];
}

/** A difference below this is no difference: Jira's header has whole seconds. */
const APART_MS = 5000;
const FAR_MS = 60_000;

export function checkClocks(clocks: { jiraMs: number | null; redisMs: number | null }, words: Words): Check {
  const says = words.doctor;
  const apart = Object.entries({ Jira: clocks.jiraMs, Redis: clocks.redisMs }).filter(
    (entry): entry is [string, number] => entry[1] !== null && Math.abs(entry[1]) >= APART_MS,
  );
  if (clocks.jiraMs === null && clocks.redisMs === null)
    return check('clocks', 'clocks_untold', 'unknown', says.clocksUntold);
  if (apart.length === 0) return check('clocks', 'clocks', 'ok', says.clocks);
  const far = apart.some(([, ms]) => Math.abs(ms) >= FAR_MS);
  const text = apart.map(([whose, ms]) => says.clockOff(whose, Math.round(Math.abs(ms) / 1000), ms > 0)).join('; ');
  return check('clocks', 'clocks_apart', far ? 'bad' : 'warn', { text, todo: says.clocksTodo });
}
