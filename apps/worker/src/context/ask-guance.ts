/** One question to Guance for something that may be left out: in a turn that nobody else wants, and not for ever. */
import { type Guance, GuanceFailure, spareTurnInMs } from '@guance-jira/guance';
import { type ContextTurn, LeftOut, NotYet } from './context-turn.ts';

/** What comes later than this is of no use to whoever was woken by the alert. */
const GIVE_UP_MS = 15 * 60_000;

/**
 * @param part whose question it is
 * @throws NotYet where it has to wait; LeftOut where there is no sense in waiting
 */
export async function askGuance<T>(
  turn: ContextTurn,
  part: string,
  endpoint: string,
  act: (guance: Guance, workspace: string) => Promise<T>,
): Promise<T> {
  const { deps, order, progress } = turn;
  const { redis, keys, guance, onAnswer } = deps;
  if (guance?.hasKey(order.workspace) !== true)
    throw new LeftOut(`no_key: GUANCE_API_KEYS has none for the workspace ${order.workspace || '(none)'}`);
  const ms = await spareTurnInMs(redis, keys, order.workspace, `context ${order.issue.id}`);
  if (ms > 0) throw later(turn, ms, 'no_turn: Guance lets each key ask 20 times a minute, and others went first');
  try {
    const answer = await act(guance, order.workspace);
    onAnswer(endpoint, 'done');
    return answer;
  } catch (error) {
    if (!(error instanceof GuanceFailure)) throw error;
    onAnswer(endpoint, error.kind);
    const reason = `guance: ${error.message}`;
    if (error.kind === 'refused' || error.kind === 'unauthorized') throw new LeftOut(reason);
    const tries = await progress.stumbled(`guance ${part}`);
    if (tries >= MAX_TRIES) throw new LeftOut(reason);
    throw later(turn, Math.max(error.retryAfterMs ?? 0, FIRST_MS * 3 ** (tries - 1)), reason);
  }
}

/** Within GIVE_UP_MS or not at all. */
export function later({ order, deps }: ContextTurn, ms: number, reason: string): NotYet | LeftOut {
  return deps.now() + ms - order.orderedAt > GIVE_UP_MS ? new LeftOut(reason) : new NotYet(ms, reason);
}

const MAX_TRIES = 5;
const FIRST_MS = 10_000;
