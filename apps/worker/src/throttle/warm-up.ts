import type { Memory } from '@guance-jira/ledger';
import { loadMarkdown, loadTemplates } from '@guance-jira/mapping';
import { inBackground } from './background-request.ts';
import type { RequestDeps } from './deps.ts';
import { reportFailure } from './report-failure.ts';

/** When the parsers of texts and templates are loaded, which would keep back whoever asks whether we are ready. */
const PARSERS_AFTER_MS = 1000;

/**
 * Asks Jira at the start what the first event would have to ask: which Jira it is, whether it knows us, whether this is a
 * first install. Only to save the first event's time and to say early what is wrong; rejects only when Redis does.
 */
export async function warmUp(jira: RequestDeps & { memory: Pick<Memory, 'mayHaveForgotten'> }): Promise<void> {
  setTimeout(loadParsers, PARSERS_AFTER_MS).unref();
  const asked = await inBackground(jira, '', () => jira.memory.mayHaveForgotten(null));
  if (asked.end === 'failed') await reportFailure(asked.failure, jira);
}

function loadParsers(): void {
  loadMarkdown();
  loadTemplates();
}
