import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { expectOneIssueEach, type Stack, sampleEvent, startStack } from './harness/index.ts';

let stack: Stack;
let closeProxy: () => void = () => undefined;
afterEach(async () => {
  await stack?.close();
  closeProxy();
});

/** Stands before Redis and swallows the look and add, one command: it alone carries the event's own fields. */
async function holdAdds(redisUrl: string): Promise<{ url: string; held: Promise<void> }> {
  let tell = () => {};
  const held = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const server = createServer((client) => {
    const upstream = connect(Number(new URL(redisUrl).port), '127.0.0.1');
    let holding = false;
    client.on('data', (data) => {
      holding ||= data.includes('df_monitor_checker');
      if (holding) tell();
      else upstream.write(data);
    });
    upstream.pipe(client);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeProxy = () => server.close();
  return { url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`, held };
}

it('a receiver killed before Redis has its event has promised nothing, and the next delivery is taken as new', async () => {
  stack = await startStack({ started: false });
  const proxy = await holdAdds(stack.redis.url);
  const straight = stack.receiver.env.REDIS_URL ?? '';
  stack.receiver.env.REDIS_URL = proxy.url;
  await Promise.all([stack.receiver.start(), stack.worker.start()]);
  const event = sampleEvent();

  const first = stack.send(event).catch(() => null);
  await proxy.held;
  await stack.receiver.kill('SIGKILL');
  stack.receiver.env.REDIS_URL = straight;
  await stack.receiver.start();
  const again = await stack.send(event);

  expect(await first).toBeNull();
  expect(again.body).toEqual({ accepted: [{ eventId: event.df_event_id, status: 'queued' }] });
  await expectOneIssueEach(stack, [event.df_event_id]);
});
