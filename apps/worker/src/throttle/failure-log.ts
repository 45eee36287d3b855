import type { AnswerClass, JiraFailure } from '@guance-jira/jira';
import { adviceFor } from '@guance-jira/operations';
import { errorFields, type Log, rateLimitedLog } from '@guance-jira/service';

/** Says what is wrong with Jira and what a person can do, once in a while per kind. */
export function failureLog(log: Log): (kind: AnswerClass, failure: JiraFailure) => void {
  const said = new Map<string, (failure: JiraFailure) => void>();
  return (kind, failure) => {
    const advice = adviceFor(kind, failure);
    const say =
      said.get(advice.text) ??
      rateLimitedLog(30_000, (seen: JiraFailure, suppressed) =>
        log.warn(advice.text, { ...errorFields(seen), todo: adviceFor(kind, seen).todo, suppressed }),
      );
    said.set(advice.text, say);
    say(failure);
  };
}
