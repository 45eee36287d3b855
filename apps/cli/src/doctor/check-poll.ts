/** Pure: whether Jira is asked what people changed, where that is wanted. */
import type { PollFacts } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import { spanText, timeText } from '../command-line/times.ts';
import type { Words } from '../words/words.ts';

/** @param wantedMs `BACK_POLL` as it is set here; the workers may have it otherwise */
export function checkPoll(
  { now, everyMs, lookedAt, found, told, failure }: PollFacts,
  wantedMs: number | undefined,
  words: Words,
): Check[] {
  const says = words.doctor;
  const every = wantedMs ?? everyMs;
  // Switched off, or never on.
  if (!every || (wantedMs === undefined && (lookedAt === null || now - lookedAt > FORGOTTEN_MS))) return [];
  if (lookedAt === null) return [check('back', 'poll_never', 'warn', says.pollNever(spanText(every, words), failure))];
  const ago = spanText(Math.max(0, now - lookedAt), words);
  if (now - lookedAt <= 3 * every + SLACK_MS)
    return [check('back', 'poll', 'ok', says.polled(spanText(every, words), ago, found, told))];
  return [check('back', 'poll_late', 'warn', says.pollLate(spanText(every, words), timeText(lookedAt), failure))];
}

/** A page waits for its slot, and a worker that died for its lease to end. */
const SLACK_MS = 120_000;
const FORGOTTEN_MS = 86_400_000;
