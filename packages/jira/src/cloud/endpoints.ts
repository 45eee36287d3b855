/**
 * The endpoint functions of jira.js that we use. Its door `jira.js/cloud` loads a file for each request and answer that Cloud knows,
 * 1,116 of them and a second of a processor at each start; these and what they need are 138. They are no part of its `exports`,
 * so they are taken by their place in the package, whose version is exact; a place that moved fails every test of Cloud.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type * as Cloud from 'jira.js/cloud';

const packageFile = createRequire(import.meta.url).resolve('jira.js/package.json');
const loaded = await Promise.all(
  ['issueComments', 'issueLinks', 'issueSearch', 'issues', 'myself', 'projects', 'userSearch'].map(
    (name): Promise<object> => import(new URL(`dist/cloud/api/${name}.js`, pathToFileURL(packageFile)).href),
  ),
);
const functions = new Map(loaded.flatMap((file) => Object.entries(file)));

function endpoint<Name extends keyof typeof Cloud>(name: Name): (typeof Cloud)[Name] {
  const found = functions.get(name);
  if (typeof found !== 'function') throw new Error(`jira.js has no ${name} where it was`);
  return found;
}

export const addComment = endpoint('addComment');
export const assignIssue = endpoint('assignIssue');
export const bulkFetchIssues = endpoint('bulkFetchIssues');
export const createIssue = endpoint('createIssue');
export const doTransition = endpoint('doTransition');
export const editIssue = endpoint('editIssue');
export const findAssignableUsers = endpoint('findAssignableUsers');
export const findUsers = endpoint('findUsers');
export const getAllStatuses = endpoint('getAllStatuses');
export const getComments = endpoint('getComments');
export const getCurrentUser = endpoint('getCurrentUser');
export const getIssue = endpoint('getIssue');
export const getTransitions = endpoint('getTransitions');
export const linkIssues = endpoint('linkIssues');
export const searchAndReconsileIssuesUsingJqlPost = endpoint('searchAndReconsileIssuesUsingJqlPost');
