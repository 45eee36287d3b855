/** Asks Jira by what it would take the fields of one issue: two or three reads, where its address and a login are set. */
import { JiraFailure } from '@guance-jira/jira';
import type { Plan, Rules } from '@guance-jira/mapping';
import { type Dialect, type FittedPlan, fitPlan, openJira } from '@guance-jira/operations';
import { ConfigInvalid } from '@guance-jira/service';
import { type Call, CliError } from '../command-line/command.ts';
import { workerSettings } from '../command-line/settings.ts';

export type AskedJira =
  /** `fitted` null: it does not tell its fields. */
  | { readonly asked: true; readonly deployment: Dialect; readonly site: string; readonly fitted: FittedPlan | null }
  /** `why` null: on purpose, or since no Jira is set. */
  | { readonly asked: false; readonly why: string | null };

export const NOT_ASKED: AskedJira = { asked: false, why: null };

export async function askJira(
  plan: Extract<Plan, { action: 'open' }>,
  rules: Rules,
  call: Call,
  rulesFile: string | undefined,
): Promise<AskedJira> {
  const { env } = call.io;
  if (!env.JIRA_URL && !env.JIRA_URL_FILE) return NOT_ASKED;
  try {
    const jira = await openJira(workerSettings(call, rulesFile));
    try {
      return { asked: true, deployment: jira.deployment, site: jira.site, fitted: await fitPlan(plan, rules, jira) };
    } finally {
      await jira.close();
    }
  } catch (error) {
    if (!(error instanceof JiraFailure || error instanceof ConfigInvalid || error instanceof CliError)) throw error;
    return { asked: false, why: error.message.split('\n')[0] ?? '' };
  }
}
