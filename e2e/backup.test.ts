import { execFile } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createRedis,
  expectOneIssueEach,
  redisTools,
  repoRoot,
  SHORT_TIMEOUTS,
  type Stack,
  sampleEvent,
  startStack,
} from './harness/index.ts';

const run = promisify(execFile);
const { path, skipped } = await redisTools();

let stack: Stack;
afterEach(() => stack?.close());

const idsOf = (list: readonly { df_event_id: string }[]) => list.map(({ df_event_id }) => df_event_id);
const events = (count: number) => Array.from({ length: count }, () => sampleEvent());

describe.skipIf(skipped !== '')(`the scripts of ops/redis${skipped}`, () => {
  it('take a copy while all runs, and put it back: what the copy does not know makes no second issue', async () => {
    stack = await startStack({ sandbox: { indexLagMs: 1000 }, workerEnv: SHORT_TIMEOUTS });
    const [before, after, waiting] = [events(4), events(4), events(3)];
    await stack.send(before);
    await expectOneIssueEach(stack, idsOf(before));
    // In the copy these wait; afterwards they get their issues.
    await stack.worker.stop();
    await stack.send(waiting);
    const copy = join(stack.dir, 'backup.rdb');
    await script('backup.sh', [copy]);
    await stack.worker.start();
    await stack.send(after);
    await expectOneIssueEach(stack, idsOf([...before, ...waiting, ...after]));
    const renewed = () => stack.worker.log.named('ledger epoch renewed').map(({ reason }) => reason);
    const quiet = renewed();

    const data = join(stack.dir, 'redis');
    await stack.redis.kill();
    await rm(join(data, 'appendonlydir'), { recursive: true });
    const { stdout } = await script('restore.sh', [copy, data]);
    await stack.redis.start();
    await stack.send([...before, ...waiting, ...after]);
    const later = sampleEvent();
    await stack.send(later);

    expect(stdout).toMatch(/^restored \d+ keys/);
    // Those that waited in the copy are handled again, as are those that were delivered again and are not in it.
    const count = before.length + 2 * (waiting.length + after.length) + 1;
    await stack.waitFor('all handled again', () => stack.worker.log.named('event handled').length >= count, 120_000);
    await expectOneIssueEach(stack, idsOf([...before, ...waiting, ...after, later]));
    // A copy that is only taken renews nothing.
    expect(quiet).toEqual(['empty']);
    expect(renewed()).toEqual([...quiet, 'restored']);
  });

  it('know a Redis whose files have names of their own, as that of deploy/systemd', async () => {
    const names = { APPENDDIRNAME: 'appendonly-guance-jira', APPENDFILENAME: 'guance-jira.aof' };
    const args = ['--appenddirname', names.APPENDDIRNAME, '--appendfilename', names.APPENDFILENAME];
    stack = await startStack({ redis: (dir) => createRedis(join(dir, 'redis'), args), started: false });
    await stack.redis.call('SET', 'kept', 'yes');
    const [copy, data] = [join(stack.dir, 'backup.rdb'), join(stack.dir, 'redis')];
    await script('backup.sh', [copy]);
    await stack.redis.kill();
    await rm(join(data, names.APPENDDIRNAME), { recursive: true });

    await script('restore.sh', [copy, data], names);

    await stack.redis.start();
    expect(await stack.redis.call('GET', 'kept')).toBe('yes');
  });

  it('refuse to write over data, and a file that is no backup', async () => {
    stack = await startStack();
    const data = join(stack.dir, 'redis');

    await expect(script('restore.sh', [join(data, 'nothing'), data])).rejects.toThrow('move it away first');
    await stack.redis.kill();
    await rename(join(data, 'appendonlydir'), join(stack.dir, 'away'));
    await expect(script('restore.sh', [join(stack.dir, 'away/appendonly.aof.manifest'), data])).rejects.toThrow(
      'could not',
    );
    await rm(join(data, 'appendonlydir'), { recursive: true, force: true });
    await rename(join(stack.dir, 'away'), join(data, 'appendonlydir'));
    await stack.redis.start();
  });
});

function script(name: string, args: readonly string[], more: Record<string, string> = {}) {
  const env = { PATH: path, REDIS_URL: stack.redis.url, ...more };
  return run(`${repoRoot}/ops/redis/${name}`, args, { env });
}
