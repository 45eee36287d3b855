import type { Redis } from 'ioredis';

/**
 * Commands of one turn leave in one write, where ioredis writes each by itself. With twenty events under way writing to the
 * socket was a tenth of what a worker did; and Redis syncs its log once for all that it reads at once.
 *
 * Not ioredis's own `enableAutoPipelining`: its pipelines have rules of their own for lost connections and refused commands.
 */
export function writeTogether(redis: Redis): void {
  const send = redis.sendCommand;
  redis.sendCommand = (command, stream) => {
    cork(redis.stream);
    return send.call(redis, command, stream);
  };
}

/** `stream` is undefined before the first connection. */
function cork(stream: Redis['stream'] | undefined): void {
  if (stream === undefined || stream.writableCorked > 0) return;
  stream.cork();
  // Runs when all that the last answers have set going has been sent.
  process.nextTick(() => stream.uncork());
}
