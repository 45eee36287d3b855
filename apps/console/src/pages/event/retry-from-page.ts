import { jobIdOf, retryEvent } from '@guance-jira/operations';
import type { RequestHandler } from 'express';
import { userOf } from '../../login/require-login.ts';
import type { PageDeps } from '../deps.ts';

/** Puts a failed event back into the queue, as `replay` does. Who may look only has been refused before. */
export function retryFromPage({ opened, ledgerDays, log }: PageDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { id } = req.params;
    const user = userOf(req.headers);
    log.warn('admin action', { user, method: 'POST', action: 'retry', eventId: id, jobs: null, allowed: true });
    const done = await retryEvent(
      opened,
      { jobId: await jobIdOf(opened, id), eventId: id },
      { by: user ?? 'console', ledgerDays },
    );
    // The page is asked for anew, so that reloading it does not try again.
    res.redirect(303, `/events/${encodeURIComponent(id)}?retried=${done ? 'yes' : 'no'}`);
  };
}
