/** Makes the two programs meet what their metrics count, and notes what they tell meanwhile. */
import { SHORT_TIMEOUTS, type Stack, sampleEvent, sendTo, startStack } from '../harness/index.ts';
import { addExposition, type Exported } from './exposition.ts';

const refusal = (field: string) => ({ status: 400, body: { errorMessages: [], errors: { [field]: 'no' } } });
const THROTTLED = { status: 429, headers: { 'retry-after': '1', 'ratelimit-reason': 'jira-burst-based' }, body: {} };
/** What the create of one event each is answered with. */
const ANSWERS: readonly unknown[] = [
  { respond: refusal('priority') },
  { respond: refusal('project') },
  { respond: THROTTLED },
  'resetAfter',
];

export async function startForMetrics(): Promise<Stack> {
  return startStack({
    receiverEnv: { SPOOL_MAX_EVENTS: '2' },
    workerEnv: { ...SHORT_TIMEOUTS, JIRA_PRIORITY: 'High' },
  });
}

/** Both programs' metrics. */
export async function scrape({ receiver, worker }: Stack, exported: Exported): Promise<string[]> {
  const ports = [receiver.env.METRICS_PORT, worker.env.WORKER_PORT];
  const texts = await Promise.all(
    ports.map(async (port) => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
      if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}`);
      return answer.text();
    }),
  );
  for (const text of texts) addExposition(exported, text);
  return texts;
}

/** Every kind of answer of Jira, a wrong token, a duplicate; then Redis goes away until the spool is full. */
export async function makeTraffic(stack: Stack, exported: Exported): Promise<void> {
  await scrape(stack, exported);
  const first = sampleEvent();
  await handled(stack, first.df_event_id, () => stack.send(first));
  await stack.send(first);
  await sendTo(`${stack.receiverUrl}/webhook/guance/wrong-token-0123456789`, {});
  for (const action of ANSWERS) {
    const event = sampleEvent();
    await stack.jira.control('POST', '/faults', { path: 'create', times: 1, action });
    await handled(stack, event.df_event_id, () => stack.send(event));
  }
  await scrape(stack, exported);

  await stack.redis.kill();
  const answers = [];
  for (let count = 0; count < 3; count += 1) answers.push((await stack.send(sampleEvent())).status);
  if (answers.at(-1) !== 503) throw new Error(`a full spool answers 503, not ${answers.join(', ')}`);
  await scrape(stack, exported);
  await stack.redis.start();
  await stack.waitFor('the drained spool', async () => {
    const [receiver = ''] = await scrape(stack, exported);
    return /^guance_jira_spool_events 0$/m.test(receiver) && /^guance_jira_redis_up 1$/m.test(receiver);
  });
}

async function handled(stack: Stack, id: string, send: () => Promise<unknown>): Promise<void> {
  await send();
  await stack.waitFor('an outcome', () =>
    stack.worker.log.named('event handled').some(({ eventId }) => eventId === id),
  );
}
