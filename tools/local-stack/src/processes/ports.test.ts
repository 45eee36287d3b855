import { expect, it } from 'vitest';
import { freePort } from './ports.ts';

it('gives no port twice, since the program that got it may not listen yet', async () => {
  const at = [0.41, 0.41, 0.42];
  const random = () => at.shift() ?? Math.random();

  expect(await freePort(random)).not.toBe(await freePort(random));
});
