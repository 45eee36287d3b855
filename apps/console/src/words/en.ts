import { common } from './en/common.ts';
import { event } from './en/event.ts';
import { events } from './en/events.ts';
import { faults } from './en/faults.ts';
import { jira } from './en/jira.ts';
import { overview } from './en/overview.ts';
import { playground } from './en/playground.ts';
import { refused } from './en/refused.ts';
import { retryAll } from './en/retry-all.ts';
import { rules } from './en/rules.ts';

/** Every text of the console. The other languages have its type, so a missing one does not compile. */
export const en = { common, overview, events, event, faults, jira, playground, refused, retryAll, rules };
