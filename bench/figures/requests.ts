/** How many requests to Jira an issue takes, and how many when one answer in a hundred is lost. */

import { sampleEvent } from '../../e2e/harness/events.ts';
import { startStack } from '../../e2e/harness/stack.ts';
import type { Bench, Figure, Row } from '../figure.ts';
import { show } from '../parts/stats.ts';

const PATIENCE = { JIRA_TIMEOUT_MS: '2000', JIRA_SETTLE_MS: '2000', JIRA_LATE_COMMIT_MS: '1000' };

export const requests: Figure = {
  name: 'requests',
  quick: true,
  run: async (bench) => [
    await perIssue(bench, 0, bench.quick ? 200 : 1_000, 1.004),
    await perIssue(bench, 0.01, bench.quick ? 300 : 1_000, 1.1),
  ],
};

async function perIssue(bench: Bench, lost: number, count: number, atMost: number): Promise<Row> {
  bench.progress(`${count} events, ${lost * 100} % of answers lost`);
  const stack = await startStack({
    dialect: 'cloud',
    workerEnv: { ...PATIENCE, JIRA_ASSIGNEE: '', JIRA_MAX_RPS: '500', LOG_LEVEL: 'info' },
    receiverEnv: { LOG_LEVEL: 'warn' },
  });
  try {
    // What a start asks belongs to no event.
    await stack.send(sampleEvent());
    await stack.waitFor('the first issue', async () => (await stack.jira.issues()).length === 1);
    const before = (await stack.jira.requests()).length;
    if (lost > 0)
      await stack.jira.control('POST', '/faults', {
        ...{ path: 'create', action: 'resetAfter', times: 'forever', probability: lost },
      });
    for (let sent = 0; sent < count; sent += 100)
      await stack.send(Array.from({ length: Math.min(100, count - sent) }, () => sampleEvent()));
    const created = () => stack.worker.log.named('event handled').filter(({ outcome }) => outcome === 'created').length;
    await stack.waitFor('all issues', () => created() === count + 1, 180_000);
    const issues = (await stack.jira.issues()).length - 1;
    if (issues !== count) throw new Error(`${count} events made ${issues} issues`);
    const sent = (await stack.jira.requests()).length - before;
    const ratio = sent / count;
    return {
      what: `Requests to Jira per issue${lost > 0 ? `, ${lost * 100} % of the answers lost` : ''}`,
      ours: `${sent} requests`,
      reference: `${count} issues`,
      figure: { median: ratio, least: ratio, most: ratio },
      unit: '',
      aim: { atMost },
    };
  } finally {
    bench.progress(`stopping, ${show(count)} events are done`);
    await stack.close();
  }
}
