import type { Answer } from '../answer.ts';
import { type Call, restUrl } from '../call.ts';
import { failure } from '../errors.ts';
import { userBean } from '../meta/beans.ts';
import type { Account, Issue } from '../state/model.ts';
import { issueOf, writableIssue } from './of-call.ts';
import { maySee } from './visible.ts';

export function getWatchers(call: Call): Answer {
  const issue = issueOf(call);
  const watchers = (issue.watchers ?? []).map((login) => userBean(call, login));
  return { status: 200, body: { ...watchesBean(call, issue), watchers } };
}

export function watchesBean(call: Call, issue: Issue) {
  const watchers = issue.watchers ?? [];
  const isWatching = call.account !== undefined && watchers.includes(call.account.login);
  return { self: restUrl(call, `/issue/${issue.key}/watchers`), isWatching, watchCount: watchers.length };
}

/** The body is one JSON string, account id or user name; without it the caller watches. */
export function addWatcher(call: Call): Answer {
  const issue = writableIssue(call);
  const account = call.body === undefined ? call.account : personOf(call, call.body);
  if (account === undefined) throw failure(400, 'No user was given.');
  if (!maySee({ state: call.state, account }, issue)) {
    const who = call.state.isCloud ? account.accountId : account.login;
    const words = `The user "${who}" does not have permission to view this issue. This user will not be added to the watch list.`;
    throw failure(call.state.isCloud ? 403 : 401, words);
  }
  issue.watchers = [...new Set([...(issue.watchers ?? []), account.login])];
  call.state.commit(issue);
  return { status: 204 };
}

export function removeWatcher(call: Call): Answer {
  const issue = writableIssue(call);
  const name = call.query.get(call.state.isCloud ? 'accountId' : 'username');
  const account = personOf(call, name ?? '');
  issue.watchers = (issue.watchers ?? []).filter((login) => login !== account.login);
  call.state.commit(issue);
  return { status: 204 };
}

/** 404 for an unknown person is in both official documents; Cloud says nothing (pycontribs/jira#1123), Data Center's words are from memory. */
function personOf({ state }: Call, given: unknown): Account {
  const found = [...state.accounts.values()].find((one) => (state.isCloud ? one.accountId : one.login) === given);
  if (found !== undefined) return found;
  if (typeof given !== 'string' || given === '') throw failure(400, 'No user was given.');
  throw failure(404, ...(state.isCloud ? [] : [`The user '${given}' does not exist.`]));
}
