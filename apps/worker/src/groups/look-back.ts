/**
 * What Redis has forgotten of a fault that is over, by a label of its issues. Where a screen refuses labels only the property has it,
 * so what our accounts made since the fault began is read too, oldest first: its issue is among the first of them.
 */

import type { FoundIssue } from '@guance-jira/jira';
import type { AlertEvent } from '@guance-jira/mapping';
import type { Seen } from '../create/marker-search.ts';

/** How far back a search without labels goes. An abnormal event looks over its whole age when it opens its issue. */
export function minutesBack(
  { event, facts }: { event: Pick<AlertEvent, 'faultStart'>; facts: { recovered: boolean } },
  now: number,
): number {
  if (!facts.recovered) return LATELY;
  if (event.faultStart === null) return DAY;
  return Math.min(Math.max(Math.ceil((now - event.faultStart) / 60_000) + CLOCKS_APART, LATELY), 90 * DAY);
}

/** Minutes. The fault began by Guance's clock, now is by ours, and Jira counts back by its own. */
const CLOCKS_APART = 10;

export function foundBy(label: string, { marked, recent }: Seen): FoundIssue[] {
  return [...marked, ...(recent?.issues ?? []).filter(({ markers }) => markers.includes(label))];
}

const LATELY = 5;
const DAY = 1440;
