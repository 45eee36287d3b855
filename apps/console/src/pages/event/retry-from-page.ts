import { oneEvent, retryEvent } from '@guance-jira/operations';
import type { RequestHandler } from 'express';
import { userOf } from '../../login/require-login.ts';
import type { PageDeps } from '../deps.ts';
import { sendMessage } from '../send-page.ts';
import { visitOf } from '../visit-of.ts';

/** Puts a failed event back into the queue, as `replay` does. Who may look only has been refused before. */
export function retryFromPage({ opened, ledgerDays, log, now }: PageDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { id } = req.params;
    const user = userOf(req.headers);
    const found = await oneEvent(opened, id);
    const action = { user, method: 'POST', action: 'retry', eventId: id, jobs: null, allowed: found !== null };
    log.warn('admin action', action);
    if (found === null) {
      const visit = visitOf(req, res, now());
      return sendMessage(res, visit, 404, visit.words.event.unknown, visit.words.event.unknownText(id));
    }
    const done = await retryEvent(opened, { jobId: found.jobId, eventId: id }, { by: user ?? 'console', ledgerDays });
    // The page is asked for anew, so that reloading it does not try again.
    res.redirect(303, `/events/${encodeURIComponent(id)}?retried=${done ? 'yes' : 'no'}`);
  };
}
