import { setTimeout as pause } from 'node:timers/promises';
import { addEvents, type EventJob, keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { eventIdOf, eventText } from './event-bytes.ts';

const BATCH = 250;

export function queueOf(redis: Redis, prefix: string): Queue {
  return new Queue(QUEUE_NAME, { connection: redis, prefix: keysFor(prefix).bullPrefix });
}

/** Adds `count` events as the receiver does, without HTTP. `changes` makes fields of an event by its number. */
export async function fill(
  redis: Redis,
  prefix: string,
  { firstNumber, count }: { firstNumber: number; count: number },
  changes: (number: number) => Record<string, unknown> = () => ({}),
): Promise<void> {
  const keys = keysFor(prefix);
  for (let done = 0; done < count; done += BATCH) {
    const jobs = Array.from({ length: Math.min(BATCH, count - done) }, (_, index): EventJob => {
      const number = firstNumber + done + index;
      const event = JSON.parse(eventText(number, changes(number)));
      return { v: 1, eventId: eventIdOf(number), event, receivedAt: Date.now() };
    });
    await addEvents(redis, keys, jobs);
  }
}

export async function waitingIn(queue: Queue): Promise<number> {
  const { waiting = 0, prioritized = 0 } = await queue.getJobCounts('waiting', 'prioritized');
  return waiting + prioritized;
}

/** Resolves when so many jobs have been completed. */
export async function completed(queue: Queue, count: number): Promise<void> {
  while ((await queue.getCompletedCount()) < count) await pause(10);
}

/** @throws Error unless every event that was accepted waits there, once */
export async function expectWaiting(queue: Queue, count: number): Promise<void> {
  const waiting = await waitingIn(queue);
  if (waiting !== count) throw new Error(`${count} events were accepted, but ${waiting} wait in the queue`);
}
