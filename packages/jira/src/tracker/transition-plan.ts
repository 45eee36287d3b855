/** How an issue goes through its workflow to where somebody wants it. */

import type { Note } from './records/notes.ts';
import type { Along, Transition } from './records/transitions.ts';

export interface Choice {
  transition: Transition;
  /** False for a step on the way, after which is looked again. */
  final: boolean;
}

/** Where the issue is on its way. */
export interface Place {
  /** Names of statuses where it has been, so that no step is taken twice. */
  visited: readonly string[];
  /** Statuses that its issue type has; null while nobody has asked. */
  statuses: readonly Transition['to'][] | null;
  /** False: only what ends the way. */
  mayStep: boolean;
}

export interface TransitionPlan {
  /** `statuses` when it depends on them and they are not known. */
  choose: (offered: readonly Transition[], place: Place) => Choice | 'statuses' | null;
  /** Names or ids of transitions, names or categories of statuses. */
  targets: readonly string[];
  along: (transition: Transition) => Along;
  /** Goes along where Jira says that the transition takes no less; `part` is what its own comment is kept under. */
  comment?: (Note & { readonly part: string }) | undefined;
}

/** A workflow that needs more is one that nobody wants walked by a program. */
export const MAX_STEPS = 3;
