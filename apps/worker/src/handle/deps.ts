/** What a handler of events works with. */

import type { Messages } from '@guance-jira/operations';
import type { GroupDeps } from '../groups/deps.ts';

export interface WorkerDeps extends GroupDeps {
  messages: Messages;
}
