import { type EventPage, type EventRow, listEvents, lookUp, type OpenedRedis, readRows } from '@guance-jira/operations';
import { jobIdFor, type RefusedDelivery, readRefused } from '@guance-jira/queue';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { PageDeps } from '../deps.ts';
import { issueAddress } from '../issue-address.ts';
import { sendPage } from '../send-page.ts';
import { visitOf } from '../visit-of.ts';
import { eventsPage } from './events-page.ts';
import { filterOf, ListQuery } from './query.ts';

export function showEvents({ opened, site, now }: PageDeps): RequestHandler {
  return async (req, res) => {
    const query = ListQuery.parse(req.query);
    const visit = visitOf(req, res, now());
    const hit = query.q === undefined || query.after !== null ? null : await hitFor(query.q, opened, site);
    // An id names one event; an issue may have several, and the others are looked for.
    const page =
      hit !== null && query.q?.replace(/^ev_/, '') === hit.id
        ? ONLY_THAT
        : await listEvents(opened, filterOf(query, visit.now), query.after, () => performance.now());
    const retried = Retried.safeParse(req.query).data ?? null;
    const missed = hit === null && page.events.length === 0 && query.q !== undefined;
    const refused = missed ? await lately(opened, visit.now) : null;
    const issueUrl = (row: EventRow) => issueAddress(row, site);
    sendPage(res, visit, eventsPage({ query, page, hit, retried, refused, issueUrl }, visit));
  };
}

/** As `retry-all.ts` leaves it in the address. */
const count = z.coerce.number().int().min(0);
const Retried = z.object({ retried: count, missed: count });

/** Whoever looks for an alert that did not come in learns what the door refused. */
async function lately({ redis, keys }: OpenedRedis, now: number): Promise<RefusedDelivery[]> {
  return (await readRefused(redis, keys)).filter(({ at }) => now - at < DAY_MS);
}

const DAY_MS = 86_400_000;
const ONLY_THAT: EventPage = { events: [], next: null, lookedAt: 1 };

/** What is asked for by an id or an issue key is found at once, however old it is. */
async function hitFor(text: string, opened: OpenedRedis, site: string | null): Promise<EventRow | null> {
  if (/\s/.test(text)) return null;
  const { event } = await lookUp(text, opened, site ?? '', async () => null);
  if (event === null) return null;
  const [row] = await readRows(opened, [jobIdFor(event.eventId)]);
  return row ?? null;
}
