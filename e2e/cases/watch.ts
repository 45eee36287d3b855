import type { Stack } from '../harness/index.ts';
import { cpuSecondsOf } from '../harness/inspector.ts';
import type { Wanted } from './case-file.ts';
import type { CaseRun } from './run-case.ts';

const LOOK_EVERY_MS = 200;

/** Looks at the health of both processes while a case runs, and at what it leaves in Redis. */
export function watch(stack: Stack, { within, redis_kb }: Wanted): { end: (run: CaseRun) => Promise<string[]> } {
  const asked = [
    { app: stack.receiver, url: `${stack.receiverUrl}/healthz` },
    { app: stack.worker, url: `http://127.0.0.1:${stack.worker.env.WORKER_PORT}/healthz` },
  ];
  let slowest = 0;
  let isOver = false;
  const startedAt = Date.now();
  const looking = (async () => {
    while (within !== undefined && !isOver) {
      for (const { app, url } of asked) {
        const pid = app.child?.pid;
        if (pid === undefined) throw new Error(`${app.name} does not run`);
        const [askedAt, cpu] = [Date.now(), cpuSecondsOf(pid)];
        await fetch(url).then((answer) => answer.text());
        // On a busy machine a process merely waits for a processor; one that is held up by a text uses it.
        slowest = Math.max(slowest, Math.min(Date.now() - askedAt, (cpuSecondsOf(pid) - cpu) * 1000));
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();
  return {
    async end(run) {
      const faults: string[] = [];
      if (within !== undefined) {
        const left = (within.watch_s ?? 0) * 1000 - (Date.now() - startedAt);
        if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
        if ((await run.issues('next')).length !== 1) faults.push('the critical alert behind it has no issue');
        if (run.tookMs > within.critical_s * 1000) faults.push(`the critical alert took ${run.tookMs} ms`);
        if (slowest > within.healthz_s * 1000) faults.push(`a health check took ${slowest} ms`);
      }
      isOver = true;
      await looking;
      if (redis_kb !== undefined) {
        const bytes = await bytesOf(stack);
        if (bytes > redis_kb * 1024) faults.push(`${Math.round(bytes / 1024)} KB in Redis`);
      }
      return faults;
    },
  };
}

async function bytesOf(stack: Stack): Promise<number> {
  const keys = await stack.redis.call('KEYS', '*');
  let bytes = 0;
  for (const key of Array.isArray(keys) ? keys : [])
    bytes += Number(await stack.redis.call('MEMORY', 'USAGE', String(key), 'SAMPLES', '0'));
  return bytes;
}
