/** What is waited for until all that people and Guance did can be known here. */
import { setTimeout as pause } from 'node:timers/promises';
import type { GuanceSandbox } from '@guance-jira/guance-sandbox';
import type { Stack } from '../../harness/index.ts';
import type { Modes } from './modes.ts';
import type { Watched } from './objects.ts';
import { isPoll } from './tally.ts';
import type { Wire } from './wire.ts';

/** Jira's webhooks wait a moment before they are sent. */
const SENT_WITHIN_MS = 2500;
/** Its search shows by then what was changed. */
const SHOWN_AFTER_MS = 3000;
const POLLED_WITHIN_MS = 90_000;
/** A look every 15 seconds, each request of it in its turn. */
const CAUGHT_WITHIN_MS = 240_000;
/** From then on a fault is no delivery that may still come. */
const GRACE_MS = 180_000;

export async function allTold(stack: Stack, { polls }: Modes, wire: Wire): Promise<void> {
  const changedAt = Date.now();
  await pause(SENT_WITHIN_MS);
  await wire.settled();
  if (!polls) return;
  const end = changedAt + POLLED_WITHIN_MS;
  const later = async () =>
    (await stack.jira.requests()).some(
      (one) => isPoll(one) && one.status === 200 && Number(one.at) > changedAt + SHOWN_AFTER_MS,
    );
  while (!(await later()) && Date.now() < end) await pause(200);
  // What it found goes into the queue at once.
  await pause(1000);
}

/** Waits until each fault that stands in Guance for longer than a delivery takes has its issue; those that have none. */
export async function uncaught(
  { control }: GuanceSandbox,
  stack: Pick<Stack, 'jira'>,
  objects: readonly Watched[],
  limitMs = CAUGHT_WITHIN_MS,
): Promise<string[]> {
  const end = Date.now() + limitMs;
  for (;;) {
    const issues = await stack.jira.issues();
    const { objects: there, events } = control.state();
    const without = objects.filter(({ id, token }) => {
      const faultId = there.find((object) => object.id === id)?.faultId ?? null;
      const begin = events.find(({ df_event_id }) => df_event_id === faultId);
      const old = begin !== undefined && Number(begin.date) * 1000 < Date.now() - GRACE_MS;
      return old && !issues.some(({ summary }) => String(summary).includes(`${token} `));
    });
    if (without.length === 0 || Date.now() > end)
      return without.map(({ token }) => `${token} burns in Guance for minutes, and has no issue`);
    await pause(500);
  }
}
