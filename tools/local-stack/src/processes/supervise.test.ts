import { describe, expect, it } from 'vitest';
import type { Child, Exit } from './child.ts';
import { restartPauseMs, StackFailed, type Supervised, supervise } from './supervise.ts';

interface Fake extends Child {
  end(exit: Exit): void;
}

function fakeChild(): Fake {
  let end: (exit: Exit) => void = () => {};
  const exited = new Promise<Exit>((resolve) => {
    end = resolve;
  });
  return {
    name: 'fake',
    pid: 1,
    exited,
    end,
    onLine: () => {},
    lastLines: () => ['last words'],
    kill: () => end({ code: null, signal: 'SIGKILL' }),
    async stop() {
      end({ code: 0, signal: null });
      return exited;
    },
  };
}

/** A service whose children the test ends; `started` resolves with each next one. */
function setup(isReady: () => boolean) {
  const children: Fake[] = [];
  const said: string[] = [];
  const waiting: (() => void)[] = [];
  const service = {
    name: 'worker',
    graceMs: 10,
    isReady: async () => isReady(),
    start() {
      const child = fakeChild();
      children.push(child);
      waiting.shift()?.();
      return child;
    },
  };
  const run = (): Supervised => supervise(service, { say: (line) => said.push(line), follow: () => {} });
  const nextStart = () => new Promise<void>((resolve) => waiting.push(resolve));
  return { children, said, run, nextStart };
}

describe('supervise', () => {
  it('names a service that died and starts it again', async () => {
    const { children, said, run, nextStart } = setup(() => true);
    const running = run();
    await running.ready;

    const again = nextStart();
    children[0]?.end({ code: 3, signal: null });
    await again;

    expect(said).toEqual(['worker ended with exit code 3; starting it again in 0.5 s']);
    expect(children).toHaveLength(2);
    await running.stop();
  });

  it('gives up at once, with exit code 78, on a service that refuses its settings', async () => {
    const { children, run } = setup(() => false);
    const running = run();
    await Promise.resolve();
    children[0]?.end({ code: 78, signal: null });

    await expect(running.ready).rejects.toMatchObject({ exitCode: 78 });
    await expect(running.failed).rejects.toThrow(StackFailed);
    expect(children).toHaveLength(1);
  });

  it('does not start a stopped service again', async () => {
    const { children, said, run } = setup(() => true);
    const running = run();
    await running.ready;

    await running.stop();

    expect(children).toHaveLength(1);
    expect(said).toEqual([]);
  });

  it('is not ready when it was stopped before', async () => {
    const running = setup(() => false).run();
    await running.stop();

    await expect(running.ready).rejects.toThrow('stopped before it was ready');
  });
});

describe('restartPauseMs', () => {
  it('grows to half a minute and no further', () => {
    expect([1, 2, 3, 6, 7, 50].map(restartPauseMs)).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000]);
  });
});
