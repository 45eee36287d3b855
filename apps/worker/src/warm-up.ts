import { JiraFailure } from './jira/failure.ts';
import { reportFailure } from './report-failure.ts';
import type { JiraSide } from './step.ts';

/**
 * Asks Jira at the start what the first event would have to ask: which Jira it is, whether it knows us, whether this is a
 * first install. Only to save the first event's time and to say early what is wrong; rejects only when Redis does.
 */
export async function warmUp(jira: JiraSide): Promise<void> {
  const admission = await jira.pace.admit();
  if (!admission.go) return;
  try {
    await jira.tracker.ready();
    if (admission.probe) {
      // serverInfo needs no log-in, so it does not tell that Jira takes ours.
      await jira.tracker.whoAmI();
      await jira.pace.well();
    }
    await jira.memory.mayHaveForgotten(null);
  } catch (error) {
    if (!(error instanceof JiraFailure)) throw error;
    await reportFailure(error, jira);
  }
}
