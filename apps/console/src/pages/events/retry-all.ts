/** Tries again all failed events that a filter shows: first how many and which (GET), then, when it is confirmed, does it (POST). */
import { type EventFilter, failedFitting, retryAll } from '@guance-jira/operations';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { userOf } from '../../login/require-login.ts';
import type { PageDeps } from '../deps.ts';
import { sendPage } from '../send-page.ts';
import { visitOf } from '../visit-of.ts';
import { filterOf, ListQuery, listAddress, paramsOf } from './query.ts';
import { retryAllPage } from './retry-all-page.ts';

export function askRetryAll({ opened, now }: PageDeps): RequestHandler {
  return async (req, res) => {
    const visit = visitOf(req, res, now());
    const query = failedOnly(req.query);
    const found = await failedFitting(opened, filterOf(query, visit.now), () => performance.now());
    sendPage(res, visit, retryAllPage({ query, found }, visit));
  };
}

/** Who may look only has been refused before. */
export function doRetryAll({ opened, ledgerDays, log, now }: PageDeps): RequestHandler {
  return async (req, res) => {
    const query = failedOnly(req.body);
    const counted = Counted.parse(req.body).counted ?? now();
    const { events } = await failedFitting(opened, countedThen(filterOf(query, counted), counted), () =>
      performance.now(),
    );
    const user = userOf(req.headers);
    const what = { method: 'POST', action: 'retry', eventId: null, jobs: 'failed', filter: paramsOf(query).toString() };
    log.warn('admin action', { user, ...what, count: events.length, allowed: true });
    const { retried, missed } = await retryAll(opened, events, { by: user ?? 'console', ledgerDays });
    // The page is asked for anew, so that reloading it does not try again.
    const done = new URLSearchParams({ retried: String(retried), missed: String(missed) });
    res.redirect(303, `${listAddress(query)}&${done}`);
  };
}

function failedOnly(given: unknown): ListQuery {
  return { ...ListQuery.parse(given ?? {}), state: 'failed', after: null };
}

/** What has failed since the count is not meant. */
function countedThen(filter: EventFilter, counted: number): EventFilter {
  return { ...filter, until: Math.min(filter.until ?? counted, counted) };
}

const Counted = z.object({ counted: z.coerce.number().int().positive().optional().catch(undefined) }).catch({});
