import { setTimeout as pause } from 'node:timers/promises';
import { answerFaults } from '../chaos/check/jira-answers.ts';
import type { Random } from '../chaos/random.ts';
import type { Stack } from '../harness/index.ts';

/** One kind of trouble: begins, lasts some seconds, ends. No process of ours is restarted, or nothing could be seen to grow. */
export type Trouble = readonly [name: string, (stack: Stack, random: Random, ms: number) => Promise<void>];

export const TROUBLES: readonly Trouble[] = [
  ['lost and strange answers of Jira', strangeAnswers],
  ['Redis frozen', (stack, _random, ms) => frozen(stack, ms)],
  [
    'Jira refuses the login',
    setting(
      { accounts: { bot: { pats: ['changed-by-an-admin'] } } },
      { accounts: { bot: { pats: ['sandbox-token'] } } },
    ),
  ],
  ['lost and strange answers of Jira', strangeAnswers],
  ['Jira refuses connections', setting({ refuse: true }, { refuse: false })],
  ['Redis killed and started again', killed],
  ['Jira in maintenance', setting({ maintenance: { body: '<html>down</html>' } }, { maintenance: null })],
  ['lost and strange answers of Jira', strangeAnswers],
  ['Jira limits the rate', setting({ rateLimit: { perSecond: 4, retryAfterSeconds: 1 } }, { rateLimit: null })],
];

async function strangeAnswers(stack: Stack, random: Random, ms: number): Promise<void> {
  await stack.jira.control('POST', '/faults', answerFaults(random, 0.2, 40));
  await pause(ms);
  await stack.jira.control('DELETE', '/faults');
}

async function frozen(stack: Stack, ms: number): Promise<void> {
  await stack.redis.kill('SIGSTOP');
  await pause(Math.min(ms, 4000));
  await stack.redis.kill('SIGCONT');
}

async function killed(stack: Stack): Promise<void> {
  await stack.redis.kill('SIGKILL');
  await pause(1500);
  await stack.redis.start();
}

function setting(on: unknown, off: unknown): Trouble[1] {
  return async (stack, _random, ms) => {
    await stack.jira.control('PUT', '/settings', on);
    await pause(Math.min(ms, 3000));
    await stack.jira.control('PUT', '/settings', off);
  };
}
