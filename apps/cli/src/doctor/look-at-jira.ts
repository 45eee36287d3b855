/** Jira as doctor looks at it: the way there, the login and its rights, and then what the rules ask for. */
import { accessOf, JiraFailure } from '@guance-jira/jira';
import { type IssueRoute, namesIn, type Rules } from '@guance-jira/mapping';
import type { Pauses, WorkerEnv } from '@guance-jira/operations';
import { credentialStore, type JiraFacts, openJira, readJira } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Call } from '../command-line/command.ts';
import { checkAllRoutes } from '../validate/check-all.ts';
import { checkRoutes } from './check-routes.ts';

export async function lookAtJira(config: WorkerEnv, rules: Rules | null, pauses: Pauses | null): Promise<JiraFacts> {
  const login = credentialStore(() => accessOf(config));
  // A few failed logins with a password lock an account on Data Center; a worker tries when it is time.
  const refused = pauses?.jira?.reason === 'unauthorized' && pauses.jira.login === login.fingerprint();
  if (
    refused &&
    config.JIRA_USER !== undefined &&
    config.JIRA_DEPLOYMENT !== 'cloud' &&
    !config.JIRA_URL.includes('.atlassian.net')
  )
    return { reached: 'untried' };
  return readJira(config, projectsOf(rules));
}

/** What `validate` asks, once it is known that the login works. */
export async function lookAtRoutes(
  config: WorkerEnv,
  rules: Rules | null,
  facts: JiraFacts,
  { words }: Call,
): Promise<Check[]> {
  if (rules === null || facts.reached !== true || !('name' in facts.account)) return [];
  try {
    const jira = await openJira(config);
    try {
      return checkRoutes(await checkAllRoutes(jira, rules, words), words);
    } finally {
      await jira.close();
    }
  } catch (error) {
    if (!(error instanceof JiraFailure)) throw error;
    return [check('routes', 'routes_unasked', 'unknown', error.message)];
  }
}

/** @param only of routes that it takes */
export function projectsOf(rules: Rules | null, only: (route: IssueRoute) => boolean = () => true): string[] {
  const routes = rules === null ? [] : [...rules.routes, ...(rules.fallback === null ? [] : [rules.fallback])];
  return [...new Set(routes.flatMap((route) => (route.kind === 'issue' && only(route) ? namesIn(route.project) : [])))];
}

/** Whether Jira has refused the workers' login, and whether that is the one of this machine's settings. */
export function refusedOf(pauses: Pauses | null, config: WorkerEnv): 'this' | 'another' | null {
  if (pauses?.jira?.reason !== 'unauthorized') return null;
  return pauses.jira.login === credentialStore(() => accessOf(config)).fingerprint() ? 'this' : 'another';
}
