/** Pure: what to tell a person about a failed request that concerns more than one event. Jira's own words stand beside it. */

import type { JiraFailure, TlsTrouble } from '@guance-jira/jira';
import { type AnswerClass, isRefusedBeforeJira } from '@guance-jira/jira';

export interface Advice {
  text: string;
  todo: string;
}

export function adviceFor(kind: AnswerClass, failure: JiraFailure): Advice {
  if (failure.facts.endpoint === 'token') return OF_TOKEN[kind] ?? OF_TOKEN.not_executed;
  if (failure.facts.tls) return { text: ADVICE.not_executed.text, todo: `events wait; ${TLS_TODO[failure.facts.tls]}` };
  if (failure.facts.status === 404 && failure.facts.endpoint === 'serverInfo') return NO_JIRA_THERE;
  if (kind === 'not_executed' && isRefusedBeforeJira(failure)) return BEFORE_JIRA;
  if (takesNoPasswords(failure)) return { text: ADVICE.forbidden.text, todo: `events wait; ${TOKEN_INSTEAD}` };
  if (kind === 'unauthorized' && failure.facts.login === 'unknown' && failure.facts.words.length === 0)
    return { ...ADVICE.unauthorized, todo: `${ADVICE.unauthorized.todo}; ${NO_SIGN_OF_JIRA}` };
  if (kind === 'rejected' && !mayBeRights(failure))
    return { ...ADVICE.rejected, todo: 'events wait; see the reason given' };
  return ADVICE[kind];
}

const WHERE_TOKENS = 'https://auth.atlassian.com, or where JIRA_OAUTH_TOKEN_URL leads';
/** An access token was not to be had; Jira has not been asked. */
const OF_TOKEN: Partial<Record<AnswerClass, Advice>> & { not_executed: Advice } = {
  not_executed: {
    text: 'no access token can be got for jira',
    todo: `events wait; see whether this machine reaches ${WHERE_TOKENS}, and whether that answers as it should`,
  },
  throttled: { text: 'no access token can be got for jira', todo: 'events wait; too many were asked for' },
  unauthorized: {
    text: 'jira refuses the login',
    todo: 'events wait; the client credentials are refused: check JIRA_OAUTH_CLIENT_ID and JIRA_OAUTH_CLIENT_SECRET, and JIRA_OAUTH_SCOPE where scopes are refused',
  },
};

/** Data Center 11 has Basic off by default, and says so in these words alone, with status 403 and no header. */
export function takesNoPasswords({ facts: { status, words } }: JiraFailure): boolean {
  return status === 403 && words.some((word) => /Basic Authentication has been disabled/i.test(word));
}

const TOKEN_INSTEAD = 'this Jira takes no passwords: make a personal access token, set JIRA_TOKEN without JIRA_USER';

/** A project that the account may not browse is 403 or 404, and in a search 400 with words about the field `project`. */
function mayBeRights({ facts: { status, words } }: JiraFailure): boolean {
  return status === 403 || status === 404 || words.some((word) => /project/i.test(word));
}

/** What to do about a connection that TLS ended. */
export const TLS_TODO: Readonly<Record<TlsTrouble, string>> = {
  certificate_wanted: "Jira's TLS asks for a client certificate: set JIRA_TLS_CERT and JIRA_TLS_KEY",
  certificate_refused:
    "Jira's TLS refuses our client certificate: see whether JIRA_TLS_CERT has expired, and whether its CA is the one that is asked for",
  closed_after_handshake:
    "the connection was closed right after the TLS handshake, as where Jira's TLS asks for a client certificate: set JIRA_TLS_CERT and JIRA_TLS_KEY, or see why those that are set are refused",
  unknown_ca: "no known CA vouches for Jira's certificate: name the private CA by JIRA_TLS_CA (or NODE_EXTRA_CA_CERTS)",
  expired: "Jira's certificate has expired: whoever runs Jira renews it",
  not_yet_valid: "Jira's certificate is not valid yet: see the clock of this machine",
  wrong_host: "Jira's certificate is for another host: write JIRA_URL with the name that stands in it",
  no_tls: 'what answers at JIRA_URL speaks no TLS: http:// in place of https://, or another port',
};

/** Such an answer counts as a refused login all the same: the password went along with the request. */
const NO_SIGN_OF_JIRA =
  'nothing in the answer tells of Jira, so a proxy before it may want a login of its own; `resume` tries at once when that is well';

const NO_JIRA_THERE: Advice = {
  text: 'jira cannot be reached',
  todo: 'events wait; there is no Jira at JIRA_URL: is the context path missing, such as http://jira.example.com:8080/jira? Restart the worker after the change',
};

const BEFORE_JIRA: Advice = {
  text: 'jira did not write this answer',
  todo: 'events wait; an edge, a proxy or a firewall before Jira refuses the request; ask who runs it if it lasts',
};

const ADVICE: Record<AnswerClass, Advice> = {
  not_executed: {
    text: 'jira cannot be reached',
    todo: 'events wait; check JIRA_URL, DNS, the proxy, and for a private CA JIRA_TLS_CA, if it lasts',
  },
  ambiguous: { text: 'jira did not answer as it should', todo: 'events wait; the fate of the request is looked into' },
  throttled: { text: 'jira asks to slow down', todo: 'events wait; lower JIRA_MAX_RPS if it happens often' },
  unauthorized: {
    text: 'jira refuses the login',
    todo: 'events wait; check JIRA_USER and JIRA_TOKEN or JIRA_PASSWORD, and a captcha on Data Center; after a change of .env restart npm start or the worker (a JIRA_TOKEN_FILE is read again by itself)',
  },
  forbidden: {
    text: 'jira forbids everything',
    todo: 'events wait; check the rights of the account, and whether an allow-list or a firewall lets this address through',
  },
  rejected: { text: 'jira rejects a look-up', todo: 'events wait; the account needs the right to browse the project' },
};
