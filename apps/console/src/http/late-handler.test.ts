import type { Request, Response } from 'express';
import { expect, it, vi } from 'vitest';
import { lateHandler } from './late-handler.ts';

const ask = (handler: ReturnType<typeof lateHandler>, path: string) =>
  handler({ path } as Request, {} as Response, () => {});

it('loads nothing before somebody asks, and once for all who do', async () => {
  const asked: string[] = [];
  const load = vi.fn(async () => (req: Request) => void asked.push(req.path));
  const handler = lateHandler(load);

  expect(load).not.toHaveBeenCalled();
  await Promise.all([ask(handler, '/a'), ask(handler, '/b')]);
  await ask(handler, '/c');
  expect(load).toHaveBeenCalledTimes(1);
  expect(asked).toEqual(['/a', '/b', '/c']);
});

it('fails for who asks when it cannot be loaded, and tries again for the next', async () => {
  const load = vi
    .fn()
    .mockRejectedValueOnce(new Error('too many open files'))
    .mockResolvedValue(() => {});
  const handler = lateHandler(load);

  await expect(ask(handler, '/a')).rejects.toThrow('too many open files');
  await ask(handler, '/b');
  expect(load).toHaveBeenCalledTimes(2);
});
