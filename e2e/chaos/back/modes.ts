/** Which parts of the way back a run has on, and what it must have done to say anything of them. */
import type { Needs } from '../faults/fault.ts';

export interface Modes {
  readonly polls: boolean;
  readonly catchesUp: boolean;
}

export function modesOf(needs: readonly Needs[]): Modes {
  return {
    polls: needs.some(({ workerEnv }) => workerEnv?.BACK_POLL !== undefined),
    catchesUp: needs.some(({ catchUp }) => catchUp),
  };
}

/** Names of what never happened: a run in which nothing was lifted proves nothing of lifts. */
export function saysLittleOf(tally: Readonly<Record<string, number>>, { polls, catchesUp }: Modes): string[] {
  const asked = ['restored', 'muted', 'lifted', ...(polls ? ['polled'] : []), ...(catchesUp ? ['caughtUp'] : [])];
  return asked.filter((name) => !tally[name]);
}
