import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import winston from 'winston';
import { LineTransport } from './line-transport.ts';

function logger() {
  const writes: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      writes.push(String(chunk));
      done();
    },
  });
  const transport = new LineTransport(stream);
  return { writes, transport, log: winston.createLogger({ format: winston.format.simple(), transports: [transport] }) };
}

it('writes the lines of one turn at once, in their order, and those of the next with the next write', async () => {
  const { writes, log } = logger();

  log.info('first');
  log.warn('second');
  await new Promise((resolve) => setImmediate(resolve));
  log.info('third');
  await new Promise((resolve) => setImmediate(resolve));

  expect(writes).toEqual(['info: first\nwarn: second\n', 'info: third\n']);
});

it('writes what is left at once when the process ends', () => {
  const { writes, log, transport } = logger();

  log.error('why it ends');
  transport.flush();

  expect(writes).toEqual(['error: why it ends\n']);
});
