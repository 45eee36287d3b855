/** What is deleted on the dashboard, and clocks and names of those who send. */
import { setTimeout as pause } from 'node:timers/promises';
import { keysFor } from '@guance-jira/queue';
import { jobsOf } from '../jobs.ts';
import type { Fault, Run } from './fault.ts';
import { answering } from './jira.ts';
import { ready } from './ready.ts';

export const peopleFaults: readonly Fault[] = [
  {
    name: 'deleted',
    about: 'waiting events are deleted on the dashboard and delivered again',
    times: [2, 4],
    run: async (run) => {
      const waiting = await jobsIn(run, 'delayed', 'prioritized', 'wait');
      await deletedAndSentAgain(run, run.random.shuffled(waiting).slice(0, 4));
    },
  },
  {
    name: 'failed-deleted',
    about: 'creates are refused; the failed events are deleted and delivered again',
    times: [1, 1],
    run: async (run) => {
      const body = { errorMessages: [], errors: { project: 'project is required' } };
      const rule = { path: 'create', times: 'forever', action: { respond: { status: 400, body } } };
      await answering(run, 'creates are refused', [rule], () => pause(2000));
    },
    afterwards: async (run) => {
      await pause(1000);
      await deletedAndSentAgain(run, await jobsIn(run, 'failed'));
    },
  },
  {
    name: 'worker-clock',
    about: 'the clock of a worker is five hours ahead, and set right',
    times: [1, 1],
    run: (run) => withClock(run, run.stack.workers[1], 5 * 3_600_000),
  },
  {
    name: 'receiver-clock',
    about: 'the clock of a receiver is an hour behind, and set right',
    times: [1, 1],
    run: (run) => withClock(run, run.stack.receivers[1], -3_600_000),
  },
  {
    name: 'alert-clocks',
    about: 'alerts tell times hours ahead, or in a wrong unit',
    needs: { style: { clocksAhead: true } },
  },
  {
    name: 'changed-start',
    about: 'alerts without a fault id, each with another df_issue_start_time',
    group: 'fault',
    needs: { style: { changedStart: true } },
  },
  {
    name: 'text-plain',
    about: 'whoever forwards the alerts sends them as text/plain, lists too',
    needs: { contentType: 'text/plain; charset=utf-8' },
  },
  {
    name: 'two-workspaces',
    about: 'two workspaces send alerts with equal ids',
    needs: { style: { twoWorkspaces: true } },
  },
];

interface Job {
  readonly jobId: string;
  readonly id: string;
}

/** The alerts whose jobs stand in these lists. */
async function jobsIn({ stack, deliveries }: Run, ...names: string[]): Promise<Job[]> {
  const base = `${keysFor(stack.prefix).bullPrefix}:events:`;
  const lists = names.map((name) =>
    stack.redis
      .call(name === 'wait' ? 'LRANGE' : 'ZRANGE', `${base}${name}`, 0, -1)
      .then((ids) => (Array.isArray(ids) ? ids.map(String) : [])),
  );
  // Redis may be down just now: then nothing is deleted.
  const jobIds = (await Promise.all(lists).catch(() => [])).flat();
  // The first workspace with an id has the plain job id, so only the job itself tells whose it is.
  const all = await jobsOf(stack).catch(() => []);
  return all.filter(({ jobId, id }) => jobIds.includes(jobId) && deliveries.alerts.has(id));
}

async function deletedAndSentAgain({ stack, deliveries, log, agent }: Run, jobs: readonly Job[]): Promise<void> {
  const gone: string[] = [];
  await agent.exclusively(['redis'], async () => {
    if (!stack.console.child) await stack.console.start();
    for (const { jobId, id } of jobs) {
      const url = `${stack.adminUrl}/dashboard/api/queues/events/${jobId}/clean`;
      const status = await fetch(url, { method: 'PUT' }).then((answer) => answer.status, String);
      log.note(`deleted on the dashboard: ${status}`, [id]);
      gone.push(id);
    }
  });
  await deliveries.send(gone.flatMap((id) => deliveries.alerts.get(id) ?? []).map((alert) => [alert]));
}

/** A process of ours with a clock of its own, by a module that is loaded before it. */
async function withClock(
  { agent, log, random }: Run,
  app: Run['stack']['worker'] | undefined,
  ms: number,
): Promise<void> {
  if (!app) return;
  await agent.exclusively([app.name], async () => {
    const options = app.env.NODE_OPTIONS;
    const shim = new URL('../moved-clock.mjs', import.meta.url).href;
    await ready(app);
    log.note(`the clock of ${app.name} is ${ms / 1000} s ahead`);
    await agent.restart(app, (env) =>
      Object.assign(env, { NODE_OPTIONS: `--import ${shim}`, CLOCK_AHEAD_MS: String(ms) }),
    );
    await ready(app);
    await pause(random.between(2000, 4000));
    log.note(`the clock of ${app.name} is right`);
    await agent.restart(app, (env) => Object.assign(env, { NODE_OPTIONS: options ?? '' }));
  });
}
