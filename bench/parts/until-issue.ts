/** The time from a request until its issue stands, as a Jira of `jira-child` tells it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { App } from './world.ts';

/** Milliseconds from now until the issue stands, by Jira's clock, which is this machine's. */
export async function timed(stood: (eventId: string) => Promise<number>, eventId: string, send: () => Promise<void>) {
  await pause(20 + Math.random() * 80);
  const issue = stood(eventId);
  const started = performance.timeOrigin + performance.now();
  await send();
  return (await issue) - started;
}

export function waitFor(jira: App): (eventId: string) => Promise<number> {
  const waiting = new Map<string, (at: number) => void>();
  jira.onMessage((message) => {
    const { eventId, at: time } = Object(message);
    waiting.get(eventId)?.(time);
    waiting.delete(eventId);
  });
  return (eventId) => new Promise((resolve) => waiting.set(eventId, resolve));
}

export async function post(url: string, body: unknown, status: number): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  if (answer.status !== status) throw new Error(`${url} answered ${answer.status}`);
}
