import { classify, JiraFailure, type TlsTrouble } from '@guance-jira/jira';
import { takesNoPasswords } from '../jira/failure-advice.ts';
import { openJira } from '../jira/reader.ts';
import type { WorkerEnv } from '../settings/worker-settings.ts';
import { FOR_CHARTS, NEEDED, USEFUL } from '../validate/facts.ts';

/** Who we are there, or why that is not known: Jira's own words, or that it was not tried. */
export type JiraFacts =
  | {
      readonly reached: false;
      readonly why: string;
      readonly tls: TlsTrouble | 'token' | null;
      /** What was asked, and the status of the answer where there was one. */
      readonly site: string;
      readonly status: number | null;
    }
  | {
      readonly reached: true;
      /** Null where Jira did not come to tell, and no setting does. */
      readonly deployment: 'cloud' | 'datacenter' | null;
      readonly site: string;
      /** Jira's clock minus ours, in milliseconds. */
      readonly skewMs: number;
      readonly account: { readonly name: string } | { readonly refused: string; readonly because: Because };
      /** By project; null: no such project, or not for this account. */
      readonly rights: ReadonlyMap<string, Readonly<Record<string, boolean>> | null>;
    }
  /** Jira has refused this login, and another try might lock the account. */
  | { readonly reached: 'untried' };

/** `client`: the client credentials of OAuth are refused. `passwords`: Basic is switched off. `everything`: not the login, but whatever it asks is forbidden. */
export type Because = 'login' | 'client' | 'passwords' | 'everything';

/** Asks Jira who we are and what we may do in these projects. Never rejects for what Jira does. */
export async function readJira(config: WorkerEnv, projects: readonly string[]): Promise<JiraFacts> {
  try {
    const jira = await openJira(config);
    try {
      const known = { reached: true, deployment: jira.deployment, site: jira.site } as const;
      const account = await jira.account().then((name) => ({ name }), refusal);
      const rights = new Map<string, Readonly<Record<string, boolean>> | null>();
      if ('name' in account)
        for (const project of projects)
          rights.set(project, await jira.permissions(project, [...NEEDED, ...USEFUL, ...FOR_CHARTS]));
      return { ...known, account, rights, skewMs: jira.clockSkewMs() };
    } finally {
      await jira.close();
    }
  } catch (error) {
    if (!(error instanceof JiraFailure)) throw error;
    // Some sites ask for a login even where none is needed.
    const account = refusalIn(error);
    if (account === null) {
      const status = error.facts.status ?? null;
      return { reached: false, why: error.message, tls: troubleIn(error), site: config.JIRA_URL, status };
    }
    const deployment =
      config.JIRA_DEPLOYMENT === 'auto' ? likelyDeployment(config.JIRA_URL, account.because) : config.JIRA_DEPLOYMENT;
    return { reached: true, deployment, site: config.JIRA_URL, skewMs: 0, account, rights: new Map() };
  }
}

/** Only Data Center lets Basic be switched off, and says it in its own words; Cloud has addresses of its own. */
export function likelyDeployment(url: string, because: Because): 'cloud' | 'datacenter' | null {
  if (because === 'passwords') return 'datacenter';
  return /(^|\.)(atlassian\.net|api\.atlassian\.com)$/.test(new URL(url).hostname) ? 'cloud' : null;
}

/** No access token was to be had, or what TLS had against the connection to Jira. */
function troubleIn({ facts }: JiraFailure): TlsTrouble | 'token' | null {
  return facts.endpoint === 'token' ? 'token' : (facts.tls ?? null);
}

function refusal(error: unknown): Refused {
  const refused = error instanceof JiraFailure ? refusalIn(error) : null;
  if (refused === null) throw error;
  return refused;
}

type Refused = { refused: string; because: Because };

function refusalIn(failure: JiraFailure): Refused | null {
  const kind = classify(failure.facts);
  if (kind !== 'unauthorized' && kind !== 'forbidden') return null;
  if (failure.facts.endpoint === 'token') return { refused: failure.message, because: 'client' };
  const because = takesNoPasswords(failure) ? 'passwords' : kind === 'forbidden' ? 'everything' : 'login';
  return { refused: failure.message, because };
}
