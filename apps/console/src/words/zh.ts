import type { Words } from './words.ts';
import { common } from './zh/common.ts';
import { event } from './zh/event.ts';
import { events } from './zh/events.ts';

export const zh: Words = { common, events, event };
