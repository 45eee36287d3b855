/** `npm run soak -- --minutes 30`: a steady load with faults; at the end nothing may have grown. `--write` puts the table into docs. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { writeRecord } from '../harness/record.ts';
import { runSoak } from './run-soak.ts';
import { asMarkdown } from './table.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const { minutes, seed } = z
  .object({
    minutes: z.coerce.number().positive(),
    seed: z.coerce
      .number()
      .int()
      .min(0)
      .default(Math.floor(Math.random() * 1_000_000)),
  })
  .parse(values);

const command = `npm run soak -- --minutes ${minutes} --seed ${seed}`;
console.log(command);
const report = await runSoak(minutes, seed, (words) => console.log(`  ${words}`));
const text = asMarkdown(report);
console.log(text);
for (const problem of report.problems.slice(0, 20)) console.log(`PROBLEM ${problem}`);
for (const { subject, what, readings, flat } of report.rows)
  if (!flat) console.log(`${subject} ${what}: ${readings.map(({ value }) => Math.round(value)).join(' ')}`);
const ok = report.problems.length === 0 && report.rows.every(({ flat }) => flat);
console.log(ok ? 'ok: nothing grows' : 'FAILED');
process.exitCode = ok ? 0 : 1;
if (values.write) await writeRecord('soak', `\`${command}\`\n\n${text}`);
