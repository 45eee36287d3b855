import { ALL, PENDING } from './all.ts';
import { openLab } from './lab.ts';
import { type Lab, type Scenario, wordFor } from './scenario.ts';

export type Dialect = 'cloud' | 'datacenter';

/** By scenario: `ok`, `FAIL (made/wanted)` or `pending`. */
export type Results = Readonly<Record<string, string>>;

/** Runs the scenarios one after the other on one stack; `only` narrows to one name. */
export async function runScenarios(
  dialect: Dialect,
  options: { only?: string | undefined; report: (name: string, result: string, seconds: number) => void },
): Promise<Results> {
  const results: Record<string, string> = {};
  const lab = await openLab(dialect);
  try {
    for (const { name, scenario } of ALL) {
      if (options.only !== undefined && options.only !== name) continue;
      const startedAt = Date.now();
      const result = scenario ? await runOne(lab, scenario) : `pending: ${PENDING[name]}`;
      results[name] = scenario ? result : 'pending';
      options.report(name, result, (Date.now() - startedAt) / 1000);
    }
  } finally {
    await lab.close();
  }
  return results;
}

/** An error is a failure like another, and Jira is as usual afterwards. */
export async function runOne<L extends Pick<Lab, 'asUsual'>>(
  lab: L,
  scenario: { run(lab: L): ReturnType<Scenario['run']> },
): Promise<string> {
  try {
    return wordFor(await scenario.run(lab));
  } catch (error) {
    return `FAIL (${error instanceof Error ? error.message : error})`;
  } finally {
    await lab.asUsual();
  }
}
