/** Runs for every file of tests. Files share a process, so none may meet what another has left. */
import { afterAll } from 'vitest';
import { forgetConnections } from './forget.ts';

afterAll(() => forgetConnections());
