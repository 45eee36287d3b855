/** `npm run chaos -- --seed 7 --events 300`: everything fails at random; then one issue per acknowledged event is asked for. */
// A seed repeats what is sent, killed and refused, and when; how the processes meet in it is up to the machine.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type ChaosReport, runChaos } from './run-chaos.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    /** How many seeds in a row. */
    runs: { type: 'string', default: '1' },
    events: { type: 'string', default: '300' },
    /** Per cent of Jira's answers that go wrong. */
    faults: { type: 'string', default: '5' },
    /** How long it goes on; by default about eight events a second. */
    minutes: { type: 'string' },
    dialect: { type: 'string' },
    group: { type: 'string', default: 'event' },
  },
});
const Arguments = z.object({
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .default(Math.floor(Math.random() * 1_000_000)),
  runs: z.coerce.number().int().min(1),
  events: z.coerce.number().int().min(1).max(20_000),
  faults: z.coerce.number().min(0).max(100),
  minutes: z.coerce.number().positive().optional(),
  dialect: z.enum(['cloud', 'datacenter']).optional(),
  group: z.enum(['event', 'fault']),
});
const { seed: first, runs, events, faults: percent, minutes, dialect: chosen, group } = Arguments.parse(values);
const overMs = minutes === undefined ? Math.max(20_000, events * 125) : minutes * 60_000;

for (let seed = first; seed < first + runs; seed += 1) {
  // Both dialects get their share.
  const dialect = chosen ?? (seed % 2 === 0 ? 'datacenter' : 'cloud');
  const again = [
    `npm run chaos -- --seed ${seed} --events ${events} --faults ${percent} --dialect ${dialect} --group ${group}`,
  ]
    .concat(minutes === undefined ? [] : [`--minutes ${minutes}`])
    .join(' ');
  console.log(`chaos: seed ${seed}, ${events} events over ${Math.round(overMs / 1000)} s, Jira ${dialect}`);
  const ok = await runChaos({ seed, events, overMs, dialect, faultShare: percent / 100, group }).then(
    (report) => {
      print(report);
      return report.problems.length === 0;
    },
    (error: unknown) => {
      console.log(`  ${error instanceof Error ? error.stack : error}`);
      return false;
    },
  );
  console.log(ok ? `ok: ${again}\n` : `FAILED; again: ${again}\n`);
  if (!ok) process.exitCode = 1;
}

function print({ sent, deeds, faults, requests, seconds, problems, stories }: ChaosReport): void {
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, count]) => `${name} ${count}`)
      .join(' · ');
  const unacknowledged = sent.events.size - sent.acknowledged.size;
  console.log(`  events    ${sent.acknowledged.size} answered 202, ${unacknowledged} never`);
  console.log(`  answers   ${list(sent.answers)}`);
  console.log(`  processes ${list(deeds)}`);
  console.log(`  jira      ${requests} requests; faults: ${list(faults)}`);
  console.log(`  took      ${seconds} s`);
  for (const { eventId, text } of problems) console.log(`  PROBLEM   ${eventId ?? ''} ${text}`);
  for (const story of stories) console.log(`\n${story}`);
}
