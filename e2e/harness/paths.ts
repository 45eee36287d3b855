import { fileURLToPath } from 'node:url';

/** The clone's folder, without a slash at its end. */
export const repoRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
