import type { WorkerEnv } from '../../config.ts';
import { JiraFailure } from '../../jira/failure.ts';
import { classify } from '../../retry.ts';
import { openJira } from '../jira/reader.ts';
import { NEEDED, USEFUL } from '../validate/facts.ts';
import type { JiraFacts } from './check-jira.ts';

/** Asks Jira who we are and what we may do in these projects. Never rejects for what Jira does. */
export async function readJira(config: WorkerEnv, projects: readonly string[]): Promise<JiraFacts> {
  try {
    const jira = await openJira(config);
    try {
      const known = { reached: true, deployment: jira.deployment, site: jira.site } as const;
      const account = await jira.account().then((name) => ({ name }), refusal);
      const rights = new Map<string, Readonly<Record<string, boolean>> | null>();
      if ('name' in account)
        for (const project of projects) rights.set(project, await jira.permissions(project, [...NEEDED, ...USEFUL]));
      return { ...known, account, rights, skewMs: jira.clockSkewMs() };
    } finally {
      await jira.close();
    }
  } catch (error) {
    if (!(error instanceof JiraFailure)) throw error;
    const refused = ['unauthorized', 'forbidden'].includes(classify(error.facts));
    // Some sites ask for a log-in even where none is needed.
    if (refused)
      return {
        ...({ reached: true, deployment: config.JIRA_DEPLOYMENT === 'cloud' ? 'cloud' : 'datacenter' } as const),
        ...{ site: config.JIRA_URL, skewMs: 0, account: { refused: error.message }, rights: new Map() },
      };
    return { reached: false, why: error.message };
  }
}

function refusal(error: unknown): { refused: string } {
  if (error instanceof JiraFailure && ['unauthorized', 'forbidden'].includes(classify(error.facts)))
    return { refused: error.message };
  throw error;
}
