/** Work whose cost nobody can foretell, in a thread that is ended when it takes too long: the caller's event loop goes on meanwhile. */
import { parentPort, Worker } from 'node:worker_threads';

export interface LimitedThread {
  /** What the program answers; null when it takes too long, fails, or its thread cannot run. One at a time, in the order asked. */
  run(input: string): Promise<string | null>;
  close(): Promise<void>;
}

export interface ThreadLimits {
  /** Processor time of one input. Not time on the clock, so that the same input ends the same way on a busy machine. */
  cpuMs: number;
  /** Time on the clock all the same: the thread may get no processor at all. */
  wallMs: number;
  memoryMb: number;
}

/** @param program a module that calls `answerInThread`; loaded when it is first needed, and again after a thread was ended */
export function openLimitedThread(program: URL, limits: ThreadLimits): LimitedThread {
  let thread: Thread | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  const end = async () => {
    const ended = thread;
    thread = null;
    await ended?.worker.terminate();
  };
  const inTurn = async (input: string): Promise<string | null> => {
    if (closed) return null;
    thread ??= start(program, limits);
    const answer = (await thread.ready) ? await answerOf(thread.worker, input, limits) : null;
    if (answer === null) await end();
    return answer?.text ?? null;
  };
  return {
    run: (input) => {
      const answer = last.then(() => inTurn(input));
      last = answer.catch(() => {});
      return answer;
    },
    close: async () => {
      closed = true;
      await end();
    },
  };
}

/** In the thread: answers each input. A `work` that throws gives null, and the thread goes on. */
export function answerInThread(work: (input: string) => string): void {
  parentPort?.on('message', (input: string) => parentPort?.postMessage(answerTo(input, work)));
  parentPort?.postMessage(READY);
}

/** Its program is loaded, which takes longer than most inputs and must not count as theirs. */
const READY = 'ready';
const READY_TIMEOUT_MS = 20_000;

interface Thread {
  readonly worker: Worker;
  readonly ready: Promise<boolean>;
}

interface Answer {
  text: string | null;
}

function answerTo(input: string, work: (input: string) => string): Answer {
  try {
    return { text: work(input) };
  } catch {
    return { text: null };
  }
}

function start(program: URL, { memoryMb }: ThreadLimits): Thread {
  const worker = new Worker(program, {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16 },
  });
  // An error without a listener would end the process; whoever waits hears of it by `exit`.
  worker.on('error', () => {});
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const late = setTimeout(() => resolve(false), READY_TIMEOUT_MS);
  worker.once('message', () => resolve(true)).once('exit', () => resolve(false));
  return { worker, ready: promise.finally(() => clearTimeout(late)) };
}

/** Null: the thread is over, or has to be. */
async function answerOf(thread: Worker, input: string, limits: ThreadLimits): Promise<Answer | null> {
  const { promise, resolve } = Promise.withResolvers<Answer | null>();
  const exited = () => resolve(null);
  thread.on('message', resolve).on('exit', exited).ref();
  thread.postMessage(input);
  const watch = watchTime(thread, limits, () => resolve(null));
  const answer = await promise;
  watch.stop();
  thread.off('message', resolve).off('exit', exited).unref();
  return answer;
}

const LOOK_EVERY_MS = 25;

function watchTime(thread: Worker, { cpuMs, wallMs }: ThreadLimits, over: () => void): { stop(): void } {
  const deadline = performance.now() + wallMs;
  let first: number | null = null;
  let asked = false;
  const look = async () => {
    if (performance.now() > deadline) return over();
    if (asked) return;
    asked = true;
    const { user, system } = await thread.cpuUsage();
    asked = false;
    first ??= user + system;
    if ((user + system - first) / 1000 > cpuMs) over();
  };
  const timer = setInterval(() => look().catch(() => {}), LOOK_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
