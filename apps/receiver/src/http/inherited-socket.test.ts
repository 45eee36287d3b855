import { expect, it } from 'vitest';
import { inheritedSocket } from './inherited-socket.ts';

it.each([
  ['one socket for this process', { LISTEN_PID: '7', LISTEN_FDS: '1' }, { fd: 3 }],
  ['the first of several', { LISTEN_PID: '7', LISTEN_FDS: '2' }, { fd: 3 }],
  ['none', { LISTEN_PID: '7', LISTEN_FDS: '0' }, undefined],
  ['one for the process that started this one', { LISTEN_PID: '6', LISTEN_FDS: '1' }, undefined],
  ['no systemd at all', {}, undefined],
])('takes what systemd hands over: %s', (_name, env, wanted) => {
  expect(inheritedSocket(env, 7)).toEqual(wanted);
});
