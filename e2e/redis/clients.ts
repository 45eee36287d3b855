import { setTimeout as pause } from 'node:timers/promises';
import type { TestRedis } from '../harness/index.ts';

/** Who is connected to one server, less the test, the Sentinels and other servers. A dead server has no clients. */
export async function clientsOf(server: TestRedis): Promise<string[]> {
  const list = String(await server.call('CLIENT', 'LIST').catch(() => ''));
  return list
    .split('\n')
    .filter((line) => line !== '' && !/ name=(test|sentinel-\S*) /.test(line) && !/ flags=\w*[MS]/.test(line));
}

/** Waits until `look` finds no client any more: one left is a process or a connection that was not closed. */
export async function expectNone(look: () => Promise<string[]>): Promise<void> {
  let found = await look();
  for (let tries = 0; tries < 40 && found.length > 0; tries += 1) {
    await pause(50);
    found = await look();
  }
  if (found.length > 0) throw new Error(`Redis still has clients:\n${found.join('\n')}`);
}
