import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHORT_TIMEOUTS, type Stack, startStack } from '../harness/index.ts';
import { type Case, readCases } from './case-file.ts';
import { judge } from './judge.ts';
import { runCase } from './run-case.ts';
import { watch } from './watch.ts';

const file = readCases();
const NONE = { base: {}, rules: {}, cases: [] };
const { base, rules, cases } = file ?? NONE;

/** What empties Redis or counts its bytes must be alone. */
const isAlone = ({ input, wanted }: Case) =>
  input.steps.some((step) => step.redis !== undefined) || wanted.redis_kb !== undefined;
/** What watches the time has a stack that nothing else has loaded; such cases share it, and the others theirs, one after the other. */
const isTimed = (one: Case) => !isAlone(one) && one.wanted.within !== undefined;

it.skipIf(file === null)('the cases of public reports are there (skipped: no ../shared)', () => {
  expect(cases.length).toBeGreaterThan(50);
});

describe.skipIf(file === null).each([
  ['cloud', 'cloud'],
  ['datacenter', 'data-center'],
] as const)(
  `alerts as other people send them, on %s${file === null ? ' (skipped: no ../shared)' : ''}`,
  (dialect, name) => {
    describe.each(['fault', 'event'] as const)('under group: %s', (group) => {
      const own = cases.filter(({ input }) => input.rules === group && (input.dialects?.includes(name) ?? true));
      let folder = '';
      let shared: Stack | undefined;
      let timed: Stack | undefined;
      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'guance-jira-cases-'));
        await writeFile(join(folder, 'rules.yaml'), Reflect.get(rules, group) ?? '');
        if (file !== null) shared = await start();
      });
      afterAll(async () => {
        await Promise.all([shared?.close(), timed?.close()]);
        await rm(folder, { recursive: true, force: true });
      });
      const start = () =>
        startStack({
          dialect,
          workerEnv: { RULES_FILE: join(folder, 'rules.yaml'), ...SHORT_TIMEOUTS, JIRA_MAX_RPS: '200' },
        });

      it.for(own.filter((one) => !isAlone(one) && !isTimed(one)))('$id: $title', async (one) => {
        if (!shared) throw new Error('no stack');
        expect(await judge(one.wanted, await runCase(shared, one, base))).toEqual([]);
      });

      const watched = async (stack: Stack, one: Case) => {
        const seen = watch(stack, one.wanted);
        const run = await runCase(stack, one, base);
        return [...(await judge(one.wanted, run)), ...(await seen.end(run))];
      };

      // They measure seconds, which another process on the machine may take: what holds up others does so at each try.
      it.for(own.filter(isTimed))('$id: $title', { retry: 2 }, async (one) => {
        timed ??= await start();
        expect(await watched(timed, one)).toEqual([]);
      });

      it.for(own.filter(isAlone))('$id: $title', { retry: 2 }, async (one) => {
        const stack = await start();
        try {
          expect(await watched(stack, one)).toEqual([]);
        } finally {
          await stack.close();
        }
      });
    });
  },
);
