import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/check/src/longest-first.ts';

// CI shares its two cores with what ran before. What fails there is tried once more, and vitest tells that it was; a test
// that is wrong fails twice. At a desk nothing is tried again, so that a flake is seen.
const retry = process.env.CI === 'true' ? 1 : 0;

export default defineConfig({
  test: {
    // Tests mostly wait for processes that start, die and time out, so two files share even one core well.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,tools}/*/src/**/*.test.ts', 'bench/**/*.test.ts'],
          // Code is loaded once per process, not once per file: no module of ours keeps state that a test could leave behind.
          isolate: false,
          // The slowest takes 8 s where nothing else runs, and one process has been seen to get a fifth of a processor.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          // As above: what a file starts is its own, and loading the harness and the sandboxes costs a second of a processor.
          isolate: false,
          setupFiles: ['e2e/harness/connections/each-file.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Stacks that a file has at one time.
          maxConcurrency: 4,
          retry,
        },
      },
    ],
  },
});
