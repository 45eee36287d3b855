import { expect, it } from 'vitest';
import { testSide } from '../testing/test-jira.ts';
import { mayStandForgotten } from './forgotten.ts';

it.each([
  ['Redis knows it', { forgotten: false, rests: false, mustAsk: false }, false],
  ['Redis has lost it', { forgotten: true, rests: false, mustAsk: false }, true],
  ['Jira is asked, and has no issue of ours', { forgotten: false, rests: false, mustAsk: true }, false],
  ['Jira cannot be asked now', { forgotten: false, rests: true, mustAsk: true }, true],
])('of what began before: %s', async (_, { forgotten, rests, mustAsk }, expected) => {
  const side = testSide();
  side.forgotten = forgotten;
  side.memory.mustAsk = async () => mustAsk;
  if (rests) side.circuit.acquire = async () => ({ go: false, ms: 1000, reason: 'manual' });

  expect(await mayStandForgotten(Date.now(), side)).toBe(expected);
});
