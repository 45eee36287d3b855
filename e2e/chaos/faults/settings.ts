/** What people change while alerts come: where Jira is, as whom we log in, the rules, the rate. */
import { setTimeout as pause } from 'node:timers/promises';
import { accountsOf, asLina, LINA } from './accounts.ts';
import type { Fault, Run } from './fault.ts';
import { answering } from './jira.ts';
import { SEEN_TIMEOUT_MS } from './pauses.ts';
import { ready } from './ready.ts';

export const settingsFaults: readonly Fault[] = [
  {
    name: 'other-address',
    about: 'JIRA_URL is written in another way while answers are lost; restart',
    // Search must still be behind when the worker has started again.
    needs: { workerEnv: { JIRA_SETTLE_MS: '8000' }, settings: { indexLagMs: 6000 } },
    times: [1, 1],
    late: true,
    jiraFails: true,
    run: async (run) => {
      await restartedWhileAnswersAreLost(run, 'JIRA_URL changes', (env) => {
        env.JIRA_URL = env.JIRA_URL?.replace('127.0.0.1', 'localhost') ?? '';
      });
      run.stormsForgotten.push(Date.now());
    },
  },
  {
    name: 'other-account',
    about: 'the worker logs in as somebody else while answers are lost; restart',
    needs: { settings: { accounts: LINA } },
    times: [1, 1],
    jiraFails: true,
    run: (run) => restartedWhileAnswersAreLost(run, 'the account changes', (env) => asLina(run.dialect, env)),
  },
  {
    name: 'storm-removed',
    about: '`storm:` leaves the rules while a storm is on',
    needs: { storm: true },
    times: [1, 1],
    run: async ({ rules, log }) => {
      log.note('the rules lose their storm');
      await rules.storm(null);
    },
  },
  {
    name: 'storm-limit',
    about: 'the limit of a storm changes while it is on',
    needs: { storm: true },
    times: [1, 3],
    run: async ({ rules, log, random }) => {
      const limit = random.pick([1, 8, 100]);
      log.note(`the limit of storms is ${limit}`);
      await rules.storm({ limit, window: '20s' });
    },
  },
  {
    name: 'storm-comments-refused',
    about: 'nobody may comment: a storm cannot list',
    needs: { storm: true, answers: [noComments()] },
    failedReasons: /permission to comment/,
  },
  {
    name: 'storm-old-mysql',
    about: 'a storm whose titles an old MySQL refuses',
    dialect: 'datacenter',
    needs: { storm: true, settings: { mysqlUtf8: true }, style: { emoji: true } },
  },
  {
    name: 'low-rate',
    about: 'a backlog at a low JIRA_MAX_RPS takes longer than JIRA_RETRY_FOR',
    calmJira: true,
    needs: { workerEnv: { JIRA_RETRY_FOR: '16s', JIRA_MAX_RPS: '2' } },
  },
];

function noComments(): unknown {
  const body = { errorMessages: ['You do not have the permission to comment on this issue.'], errors: {} };
  return { path: 'comment', method: 'POST', times: 'forever', action: { respond: { status: 403, body } } };
}

/** As it comes about: their proxy answers 502, so people change the address. */
async function restartedWhileAnswersAreLost(
  run: Run,
  what: string,
  change: (env: Record<string, string>) => void,
): Promise<void> {
  const { stack, agent, log, deliveries, alerts, random } = run;
  const lost = { path: 'create', times: 'forever', action: { respond: { status: 502 }, when: 'after' } };
  const workers = stack.workers.map(({ name }) => name);
  await agent.exclusively([...workers, 'redis'], async () => {
    await Promise.all(stack.workers.map(ready));
    // After a wiped Redis the workers alone know the account for some seconds (a stated limit); and none was used while Jira was away.
    await stack
      .waitFor('the account in Redis', async () => (await accountsOf(run)) > 0, SEEN_TIMEOUT_MS)
      .catch(() => {});
    await answering(run, 'answers to creates are lost', [lost], async () => {
      await deliveries.send(alerts.fresh(4, random).map((alert) => [alert]));
      await pause(1000);
    });
    log.note(what);
    await Promise.all(stack.workers.map((worker) => agent.restart(worker, change)));
  });
}
