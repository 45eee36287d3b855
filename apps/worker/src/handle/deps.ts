/** What a handler of events works with. */

import type { AlertEvent } from '@guance-jira/mapping';
import type { Messages } from '@guance-jira/operations';
import type { GroupDeps } from '../groups/deps.ts';

export interface WorkerDeps extends GroupDeps {
  messages: Messages;
  /** Notes of what an alert was heard, for catching up with Guance. */
  hear?: (event: AlertEvent) => void;
}
