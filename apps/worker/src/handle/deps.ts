/** What a handler of events works with. */
import type { GroupDeps } from '../groups/deps.ts';
import type { Messages } from './read-message.ts';

export interface WorkerDeps extends GroupDeps {
  messages: Messages;
}
