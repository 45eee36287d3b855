import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../harness/index.ts';
import type { Needs } from './faults/fault.ts';

/** The rules of a run, which faults change while it goes on. */
export interface RulesFile {
  /** Null: the rules have no storm any more. */
  storm(storm: { limit: number; window: string } | null): Promise<void>;
}

const STORM = { limit: 4, window: '20s' };

const GROUPS = {
  event: `
defaults: { project: OPS, issueType: 故障, group: event }
routes: [{ name: alerts }]
`,
  fault: `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 5s, reopenWithin: 24h }
routes: [{ name: faults, recover: { transition: [Done] } }]
`,
  back: `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 2s, reopenWithin: 24h, wontFix: ["Won't Do"] }
routes: [{ name: back, recover: { transition: [Done] }, back: { done: restore, wontFix: { mute: 7d } } }]
`,
};

export async function createRulesFile(
  { dir, workers }: Stack,
  group: keyof typeof GROUPS,
  needs: readonly Needs[],
): Promise<RulesFile> {
  const file = join(dir, 'rules.yaml');
  const catchUp = needs.some((need) => need.catchUp);
  const text = catchUp ? GROUPS[group].replace('defaults: {', 'defaults: { catchUp: true,') : GROUPS[group];
  const rules: RulesFile = {
    storm: (limits) => writeFile(file, `${text}${limits ? `storm: ${JSON.stringify(limits)}\n` : ''}`),
  };
  await rules.storm(needs.some(({ storm }) => storm) ? STORM : null);
  for (const { env } of workers) env.RULES_FILE = file;
  return rules;
}
