/** Which Jira it is, and then whose login it is; a person who has paused meanwhile holds the second question back. */

import { classify, JiraFailure, type Login, type Tracker } from '@guance-jira/jira';
import type { Circuit } from './throttle/circuit.ts';
import { NotAdmitted, notPaused } from './throttle/take-slot.ts';

export interface FirstContact {
  /** Finds out which Jira it is. On a machine with much to do it takes seconds to load what Cloud needs. */
  reach: () => Promise<Tracker>;
  login: Login;
  circuit: () => Pick<Circuit, 'rests'>;
  /** Told as soon as it is known, also while Jira refuses the login. */
  onReached: (tracker: Tracker) => void;
}

/** To be asked again until it resolves. @throws JiraFailure; NotAdmitted while a person has paused */
export function firstContact({ reach, login, circuit, onReached }: FirstContact): () => Promise<Tracker> {
  let reached: Tracker | null = null;
  return async () => {
    const connected = reached ?? (await reach());
    onReached(connected);
    // Only for as long as Jira itself refuses us: whatever else answers may not have been Jira.
    reached = null;
    try {
      await notPaused({ circuit: circuit() });
      // One try at the login before all events try it at once: a few failures lock an account on Data Center.
      await login.learn(connected);
    } catch (error) {
      if (error instanceof NotAdmitted || refusesUs(error)) reached = connected;
      throw error;
    }
    return connected;
  };
}

/** Which Jira it is need not be asked again with each try then. */
function refusesUs(error: unknown): boolean {
  return error instanceof JiraFailure && ['unauthorized', 'forbidden'].includes(classify(error.facts));
}
