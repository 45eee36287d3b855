import { type AnswerClass, classify, isJirasRefusal, JiraFailure } from '@guance-jira/jira';

/** Null where Jira has looked at the question and rejects it: no such thing, or not for this account. */
export async function unlessRejected<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isJirasRefusal(error)) return null;
    throw error;
  }
}

/** Whether Jira, or the gateway before it, says no to this one question. */
export function isRefusal(error: unknown): error is JiraFailure {
  return isJirasRefusal(error) || (error instanceof JiraFailure && NO.includes(classify(error.facts)));
}
/** Null also where the right to ask lacks: a check of one thing is no reason to end all others. */
export async function unlessRefused<T>(work: Promise<T>): Promise<T | null> {
  return await work.catch((error: unknown) => (isRefusal(error) ? null : Promise.reject(error)));
}

const NO: readonly AnswerClass[] = ['unauthorized', 'forbidden'];

const TRIES = 5;
const MAX_REST_MS = 60_000;

/** Waits where Jira asks to slow down: with many routes a check asks a lot. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const throttled = error instanceof JiraFailure && classify(error.facts) === 'throttled';
      if (!throttled || tries >= TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(error.facts.retryAfterMs ?? 1000, MAX_REST_MS)));
    }
  }
}
