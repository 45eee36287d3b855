import type { JiraFailure } from '@guance-jira/jira';
import type { OfEvent } from '../throttle/deps.ts';
import type { Progress } from './checkpoints.ts';
import type { IssueDeps } from './deps.ts';

/** An event at work on an issue. */
export interface IssueTurn extends OfEvent {
  eventId: string;
  jira: IssueDeps;
  progress: Progress;
}

/** How a change ended: `refused` concerns this change alone. */
export type Written = { end: 'done' } | { end: 'refused'; failure: JiraFailure };
