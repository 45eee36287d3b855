/** Answers that Jira does not give itself, and times in which it cannot be used. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Fault, Run } from './fault.ts';

export const jiraFaults: readonly Fault[] = [
  burst('login-refused', 'the token is changed by an admin for a while', (run) => [
    secret(run, 'changed-by-an-admin'),
    secret(run, 'sandbox-token'),
  ]),
  burst('connections-refused', 'nobody listens', () => [{ refuse: true }, { refuse: false }]),
  burst('maintenance', '503 for everything', () => [
    { maintenance: { body: '<html>down</html>' } },
    { maintenance: null },
  ]),
  burst('rate-limit', 'five requests a second', () => [
    { rateLimit: { perSecond: 5, retryAfterSeconds: 1 } },
    { rateLimit: null },
  ]),
  edge('edge-404', "404 page of Atlassian's edge", ['edge-404'], 'cloud'),
  edge('gateway-404', '404 JSON of the gateway before Jira Cloud', ['gateway-404'], 'cloud'),
  edge('tomcat-400', '400 page of Tomcat', ['tomcat-400']),
  edge('nginx', '413 and 405 pages of nginx', ['nginx-413', 'nginx-405']),
  {
    name: 'index-leaves-out',
    about: 'search leaves single issues out while it shows younger ones',
    needs: { settings: { stragglers: { probability: 0.4, forMs: 700 } } },
  },
  {
    name: 'forbidden-all',
    about: '403 for everything, as an IP allow-list or Basic switched off',
    times: [1, 1],
    jiraFails: true,
    run: (run) => withWorkersAtRest(run, () => forbidden(run)),
  },
];

/** Times of one or two seconds in which settings of the sandbox are changed. */
function burst(name: string, about: string, change: (run: Run) => [on: unknown, off: unknown]): Fault {
  return {
    name,
    about,
    times: [1, 3],
    jiraFails: true,
    run: async (run) => {
      const [on, off] = change(run);
      const ms = run.random.between(500, 2000);
      run.log.note(`Jira: ${name} for ${ms} ms`);
      await run.stack.jira.control('PUT', '/settings', on);
      await pause(ms);
      await run.stack.jira.control('PUT', '/settings', off);
      run.log.note(`Jira: ${name} ends`);
    },
  };
}

/** Times in which something before Jira answers in its place, to most requests. */
function edge(name: string, about: string, pages: readonly string[], dialect?: 'cloud' | 'datacenter'): Fault {
  return {
    name,
    about,
    ...(dialect ? { dialect } : {}),
    times: [1, 3],
    jiraFails: true,
    run: async (run) => {
      const ms = run.random.between(700, 2500);
      const rule = { path: 'any', times: 'forever', probability: 0.8, action: { page: run.random.pick(pages) } };
      await answering(run, `${name} for ${ms} ms`, [rule], () => pause(ms));
    },
  };
}

/** What refuses everything is asked seldom. Nobody can know it before the first such answer, which a worker in a pause meets late. */
async function forbidden(run: Run): Promise<void> {
  const body =
    run.dialect === 'cloud'
      ? { errorMessages: ['The IP address has been rejected because it is not on the IP allowlist.'], errors: {} }
      : { message: 'Basic Authentication has been disabled on this instance.', 'status-code': 403 };
  const rule = { path: 'any', times: 'forever', action: { respond: { status: 403, body } } };
  const began = Date.now();
  let first: number | null = null;
  await answering(run, '403 for everything', [rule], async () => {
    first = await firstForbidden(run, began);
    await pause(6000);
  });
  if (first !== null) run.quiet.push({ what: '403 for everything', from: first + 2500, to: Date.now() - 100, most: 6 });
}

/** When Jira first answered 403; null where nobody asked for long. */
async function firstForbidden({ stack }: Run, since: number): Promise<number | null> {
  for (const end = Date.now() + 10_000; Date.now() < end; await pause(100)) {
    const first = (await stack.jira.requests()).find(({ at, status }) => status === 403 && Number(at) >= since);
    if (first) return Number(first.at) + Number(first.durationMs);
  }
  return null;
}

/** These rules hold while that goes on. */
export async function answering(
  run: Run,
  what: string,
  rules: readonly unknown[],
  act: () => Promise<unknown>,
): Promise<void> {
  const { jira } = run.stack;
  run.log.note(`Jira: ${what}`);
  const { faults } = Added.parse(await jira.control('POST', '/faults', rules));
  try {
    await act();
  } finally {
    // One that was used up is gone already.
    for (const { id } of faults) await jira.control('DELETE', `/faults/${id}`).catch(() => {});
    run.log.note(`Jira: ${what} ends`);
  }
}

const Added = z.object({ faults: z.array(z.object({ id: z.number() })) });

/** Nobody freezes or kills a worker meanwhile: a thawed one may still send what it was about to. */
export function withWorkersAtRest(run: Run, act: () => Promise<void>): Promise<void> {
  return run.agent.exclusively([...run.stack.workers.map(({ name }) => name), 'redis'], act);
}

function secret({ dialect }: Run, value: string): unknown {
  return { accounts: { bot: dialect === 'cloud' ? { apiToken: value } : { pats: [value] } } };
}
