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

/** What empties Redis, after which a worker is more careful than the other cases want it. */
const isLast = ({ input }: Case) => input.steps.some((step) => step.redis !== undefined);
const isCounted = (one: Case) => !isLast(one) && one.wanted.redis_kb !== undefined;
const isTimed = (one: Case) => !isLast(one) && !isCounted(one) && one.wanted.within !== undefined;

/**
 * Stacks beside the one that most cases share, each started when it is first asked for. Nothing else has loaded the one where the time
 * is watched, and what empties Redis comes last there; where bytes in Redis are counted, those of all these cases are counted together.
 */
type Apart = 'timed' | 'counted';

it.skipIf(file === null)('the cases of public reports are there (skipped: no ../shared)', () => {
  expect(cases.length).toBeGreaterThan(50);
});

describe.skipIf(file === null).each([
  ['cloud', 'cloud'],
  ['datacenter', 'data-center'],
] as const)(
  `alerts as other people send them, on %s${file === null ? ' (skipped: no ../shared)' : ''}`,
  (dialect, name) => {
    let folder = '';
    let shared: Stack | undefined;
    const apart = new Map<Apart, Promise<Stack>>();
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'guance-jira-cases-'));
    });
    afterAll(async () => {
      await shared?.close();
      await rm(folder, { recursive: true, force: true });
    });
    const start = () =>
      startStack({
        dialect,
        workerEnv: { RULES_FILE: join(folder, 'rules.yaml'), ...SHORT_TIMEOUTS, JIRA_MAX_RPS: '200' },
      });
    const stackFor = (name: Apart) => {
      const stack = apart.get(name) ?? start();
      apart.set(name, stack);
      return stack;
    };
    const close = async (name: Apart) => {
      const stack = apart.get(name);
      apart.delete(name);
      await (await stack)?.close();
    };

    describe.each(['fault', 'event'] as const)('under group: %s', (group) => {
      const own = cases.filter(({ input }) => input.rules === group && (input.dialects?.includes(name) ?? true));
      beforeAll(async () => {
        await writeFile(join(folder, 'rules.yaml'), Reflect.get(rules, group) ?? '');
        if (shared) await reload(shared);
        else if (file !== null) shared = await start();
      });
      afterAll(async () => {
        for (const name of [...apart.keys()]) await close(name);
      });

      it.for(own.filter((one) => !isLast(one) && !isCounted(one) && !isTimed(one)))('$id: $title', async (one) => {
        if (!shared) throw new Error('no stack');
        expect(await judge(one.wanted, await runCase(shared, one, base, () => stackFor('timed')))).toEqual([]);
      });

      // A try that fails leaves its stack behind, since the next one must not meet what it left.
      const watched = async (name: Apart, one: Case) => {
        let faults: string[] | null = null;
        try {
          const stack = await stackFor(name);
          const seen = watch(stack, one.wanted);
          const run = await runCase(stack, one, base, () => stackFor(name === 'timed' ? 'counted' : 'timed'));
          faults = [...(await judge(one.wanted, run)), ...(await seen.end(run))];
          return faults;
        } finally {
          if (faults?.length !== 0) await close(name);
        }
      };

      // They measure seconds, which another process on the machine may take: what holds up others does so at each try.
      it.for(own.filter(isTimed))('$id: $title', { retry: 2 }, async (one) => {
        expect(await watched('timed', one)).toEqual([]);
      });

      it.for(own.filter(isCounted))('$id: $title', { retry: 2 }, async (one) => {
        expect(await watched('counted', one)).toEqual([]);
      });

      it.for(own.filter(isLast))('$id: $title', { retry: 2 }, async (one) => {
        expect(await watched('timed', one)).toEqual([]);
      });
    });
  },
);

/** As a person has it read its rules again. */
async function reload({ worker, waitFor }: Stack): Promise<void> {
  const reloads = () => worker.log.named('rules reloaded').length;
  const before = reloads();
  worker.child?.kill('SIGHUP');
  await waitFor('the rules of the group', () => reloads() > before);
}
