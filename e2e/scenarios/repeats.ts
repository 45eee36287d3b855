/** The same event comes again. */
import { sampleEvent } from '../harness/index.ts';
import { sendTo } from '../harness/send.ts';
import type { Scenario } from './scenario.ts';

export const repeats: readonly Scenario[] = [
  {
    name: 'repeat_after_index',
    run: async (lab) => {
      const event = sampleEvent({ df_title: 'repeat_after_index' });
      await lab.send(event);
      await lab.outcome(event);
      await lab.stack.jira.control('POST', '/index/flush');
      await lab.send(event);
      return lab.expectOne(event);
    },
  },
  {
    name: 'repeat_within_index_lag',
    run: async (lab) => {
      await lab.settings({ indexLagMs: 60_000 });
      const event = sampleEvent({ df_title: 'repeat_within_index_lag' });
      await lab.send(event);
      await lab.stack.waitFor('the issue', async () => (await lab.issuesOf(event)).length > 0);
      await lab.send(event);
      return lab.expectOne(event);
    },
  },
  {
    name: 'concurrent_10',
    run: async (lab) => {
      const event = sampleEvent({ df_title: 'concurrent_10' });
      const receivers = lab.stack.receivers.map(({ webhookUrl }) => webhookUrl);
      await Promise.all(Array.from({ length: 10 }, (_, n) => sendTo(receivers[n % receivers.length] ?? '', event)));
      return lab.expectOne(event);
    },
  },
  {
    name: 'human_edits_kept',
    run: async (lab) => {
      const event = sampleEvent({ df_title: 'human_edits_kept' });
      await lab.send(event);
      await lab.outcome(event);
      const [issue] = await lab.issuesOf(event);
      const edit = { summary: 'in the words of a person', priority: 'Low', labels: ['by-hand'], comment: 'on it' };
      await lab.stack.jira.control('POST', `/issues/${issue?.key}/edit-as-person`, edit);
      const edited = JSON.stringify((await lab.issuesOf(event))[0]);
      await lab.send(event);
      return lab.expectOne(event, (now) => (JSON.stringify(now) === edited ? undefined : 'edits lost'));
    },
  },
  {
    // The hardest moment for a move: the answer to the create was lost, so the issue is known by its marker alone.
    name: 'moved_project',
    run: async (lab) => {
      const event = sampleEvent({ df_title: 'moved_project' });
      await lab.fault('create', 'resetAfter');
      await lab.send(event);
      const [issue] = await lab.stack.waitFor('the issue', async () => {
        const issues = await lab.issuesOf(event);
        return issues.length > 0 && issues;
      });
      await lab.stack.jira.control('POST', `/issues/${issue?.key}/edit-as-person`, { moveTo: 'DBA' });
      await lab.outcome(event);
      await lab.send(event);
      return lab.expectOne(event, ({ key }) => (key.startsWith('DBA-') ? undefined : 'not the moved one'));
    },
  },
];
