import type { Words } from './words.ts';
import { common } from './zh/common.ts';
import { event } from './zh/event.ts';
import { events } from './zh/events.ts';
import { faults } from './zh/faults.ts';
import { jira } from './zh/jira.ts';
import { overview } from './zh/overview.ts';
import { playground } from './zh/playground.ts';
import { refused } from './zh/refused.ts';
import { retryAll } from './zh/retry-all.ts';
import { rules } from './zh/rules.ts';

export const zh: Words = { common, overview, events, event, faults, jira, playground, refused, retryAll, rules };
