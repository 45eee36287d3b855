import { describe, expect, it } from 'vitest';
import { behindKey, onNodeOf } from './pinned-node.ts';
import type { RedisClient } from './redis-client.ts';

type Answers = [Error | null, unknown][];
const moved = Object.assign(new Error('MOVED 14287 127.0.0.1:7002'), { name: 'ReplyError' });

/** Of a Cluster, no more than pipelines and the command by which it learns where a key is now. */
function cluster(...runs: Answers[]) {
  const asked: string[] = [];
  const redis = {
    exists: async (key: string) => void asked.push(`EXISTS ${key}`),
    pipeline: () => {
      const words: string[] = [];
      const pipeline = {
        call: (...command: unknown[]) => {
          words.push(command.join(' '));
          return pipeline;
        },
        exec: async () => {
          asked.push(`[${words.join(', ')}]`);
          return runs.shift() ?? [];
        },
      };
      return pipeline;
    },
  };
  return { redis: redis as unknown as RedisClient, asked };
}

describe('commands on the node of a key', () => {
  it('are asked once where the key is there', async () => {
    const { redis, asked } = cluster([
      [null, 1],
      [null, 'role:master'],
    ]);

    expect(await onNodeOf(redis, 'k', [['INFO', 'replication']])).toEqual(['role:master']);
    expect(asked).toEqual(['[EXISTS k, INFO replication]']);
  });

  it('are asked again of the new node when the key has moved, else the old one would be asked for ever', async () => {
    const { redis, asked } = cluster(
      [
        [moved, undefined],
        [null, 0],
      ],
      [
        [null, 7],
        [null, 1],
      ],
    );

    expect(await behindKey(redis, 'k', ['INCR', 'k'], [['WAIT', 1, 500]])).toEqual([7, 1]);
    expect(asked).toEqual(['[INCR k, WAIT 1 500]', 'EXISTS k', '[INCR k, WAIT 1 500]']);
  });

  it('fail as the first of them fails', async () => {
    const full = Object.assign(new Error('OOM command not allowed'), { name: 'ReplyError' });
    const { redis, asked } = cluster([
      [full, undefined],
      [null, 1],
    ]);

    await expect(behindKey(redis, 'k', ['INCR', 'k'], [['WAIT', 1, 500]])).rejects.toBe(full);
    expect(asked).toHaveLength(1);
  });
});
