import type { Memory } from '@guance-jira/ledger';
import { loadMarkdown } from '@guance-jira/mapping';
import { inBackground } from './background-request.ts';
import type { RequestDeps } from './deps.ts';
import { reportFailure } from './report-failure.ts';

/** What Jira is asked with takes longer to load than all that readiness waits for, and would keep back whoever asks for that. */
const ASK_AFTER_MS = 100;
/** When the parser of texts is loaded, for the same reason. */
const MARKDOWN_AFTER_MS = 1000;

type Deps = RequestDeps & { memory: Pick<Memory, 'current' | 'mayHaveForgotten'> };

/** After the start, once it has answered that it is ready. Returns what ends it; `onError` hears of Redis alone. */
export function warmUpSoon(jira: Deps, onError: (error: Error) => void): () => void {
  const timers = [
    setTimeout(() => warmUp(jira).catch(onError), ASK_AFTER_MS),
    setTimeout(loadMarkdown, MARKDOWN_AFTER_MS).unref(),
  ];
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}

/**
 * Asks Jira what the first event would have to ask: which Jira it is, whether it knows us, whether this is a first install.
 * Only to save the first event's time and to say early what is wrong; rejects only when Redis does. Before it the ledger gets this
 * worker's first sign of life, which whoever looks for a worker waits for: a Jira that is away or slow does not delay it.
 */
export function warmUp(jira: Deps): Promise<void> {
  const running = asking.get(jira) ?? ask(jira).finally(() => asking.delete(jira));
  asking.set(jira, running);
  return running;
}
/** One at a time: a lost answer for which two waited would count as two. */
const asking = new WeakMap<Deps, Promise<void>>();

async function ask(jira: Deps): Promise<void> {
  await jira.memory.current();
  const asked = await inBackground(jira, '', () => jira.memory.mayHaveForgotten(null));
  if (asked.end === 'failed') await reportFailure(asked.failure, jira);
}
