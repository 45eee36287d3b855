import type { Answer } from './answer.ts';

/** An answer that is not a success, thrown by a handler. Nothing of the request has been carried out. */
export class JiraError extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`status ${answer.status}`);
    this.answer = answer;
  }
}

/** Jira's usual envelope with messages that belong to no field. */
export function failure(status: number, ...errorMessages: string[]): JiraError {
  return new JiraError({ status, body: { errorMessages, errors: {} } });
}

/** Jira's usual envelope with messages by field id. */
export function fieldFailure(errors: Record<string, string>, errorMessages: string[] = []): JiraError {
  return new JiraError({ status: 400, body: { errorMessages, errors } });
}

/** JQL errors carry `warningMessages` instead of `errors`. */
export function jqlFailure(message: string): JiraError {
  return new JiraError({ status: 400, body: { errorMessages: [message], warningMessages: [] } });
}

export function issueNotFound(): JiraError {
  return failure(404, 'Issue does not exist or you do not have permission to see it.');
}

/** Cloud does not tell an issue that is hidden from one that is not there; Data Center does. */
export function issueHidden(isCloud: boolean): JiraError {
  return isCloud ? issueNotFound() : failure(403, 'You do not have the permission to see the specified issue.');
}
