import { fileURLToPath } from 'node:url';
import { type GuanceEvent, SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from '../harness/index.ts';
import type { Lab } from './scenario.ts';

/** Search is that far behind writes, unless a scenario says otherwise; less than JIRA_SETTLE_MS, as promise 2 asks. */
const INDEX_LAG_MS = 1000;
/** The fields that can be set. */
export const SCREEN = ['project', 'issuetype', 'summary', 'description', 'priority', 'labels', 'assignee'] as const;
const OUTCOME_TIMEOUT_MS = 120_000;

/** Two receivers, two workers, Redis and a Jira of that dialect; Jira knows us and the place is known. */
export async function openLab(dialect: 'cloud' | 'datacenter'): Promise<Lab & { close(): Promise<void> }> {
  const stack = await startStack({
    dialect,
    receivers: 2,
    workers: 2,
    sandbox: { indexLagMs: INDEX_LAG_MS, latencyMs: 20 },
    workerEnv: { ...SHORT_TIMEOUTS, RULES_FILE: fileURLToPath(new URL('./rules.yaml', import.meta.url)) },
  });
  const lab = labOn(stack);
  const first = sampleEvent();
  await lab.send(first);
  await lab.outcome(first);
  return Object.assign(lab, { close: () => stack.close() });
}

function labOn(stack: Stack): Lab {
  const { jira } = stack;
  const hasOutcome = (event: GuanceEvent) =>
    stack.waitFor(
      `the outcome of ${event.df_title}`,
      () =>
        stack.workers
          .flatMap(({ log }) => log.named('event handled'))
          .some(({ eventId }) => eventId === event.df_event_id),
      OUTCOME_TIMEOUT_MS,
    );
  const lab: Lab = {
    stack,
    async send(event) {
      const { status, body } = await stack.send(event);
      if (status !== 202) throw new Error(`the receiver answered ${status}: ${JSON.stringify(body)}`);
    },
    fault: async (path, action, times = 1, body) =>
      void (await jira.control('POST', '/faults', { path, times, action, body })),
    faultsUsed: async () => {
      await stack.waitFor('all faults to strike', async () => {
        const left: unknown = Reflect.get(Object(await jira.control('GET', '/faults')), 'faults');
        return Array.isArray(left) && left.length === 0;
      });
    },
    settings: async (patch) => void (await jira.control('PUT', '/settings', patch)),
    async asUsual() {
      await jira.control('DELETE', '/faults');
      await lab.settings({ indexLagMs: INDEX_LAG_MS, projects: { OPS: { screenFields: [...SCREEN] } } });
    },
    async outcome(event) {
      await hasOutcome(event);
      const later = sampleEvent({ df_title: 'a later event' });
      await lab.send(later);
      await hasOutcome(later);
    },
    issuesOf: async ({ df_event_id }) =>
      (await jira.issues()).filter(({ properties }) => JSON.stringify(properties).includes(df_event_id)),
    async expectOne(event, fault = () => undefined) {
      await lab.outcome(event);
      const issues = await lab.issuesOf(event);
      const [issue] = issues;
      const wrong = issue && fault(issue);
      return { made: issues.length, wanted: 1, ...(wrong ? { fault: wrong } : {}) };
    },
  };
  return lab;
}
