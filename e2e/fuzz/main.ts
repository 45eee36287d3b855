/**
 * `npm run fuzz -- --inputs 1000000 --seed 7`: strangers' words against the door (`deliver`), the mapping, and raw bytes against
 * the port of a real receiver (`http`). One part alone: `--part http`; a finding again: its part, its seed, `--inputs 1` for
 * http and `--inputs 1000` for the others. `--slow --minutes 60` looks for the text that takes longest instead.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { flatness } from '../harness/flat.ts';
import { repoRoot } from '../harness/paths.ts';
import { writeRecord } from '../harness/record.ts';
import type { Finding, PartReport } from './report.ts';
import { runHttp } from './run-http.ts';
import { runPure } from './run-pure.ts';
import { runSlow } from './slow/run-slow.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string' },
    part: { type: 'string' },
    slow: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '60' },
    /** Puts the figures into docs. */
    write: { type: 'boolean', default: false },
  },
});
const { inputs, seed, part, minutes } = z
  .object({
    inputs: z.coerce.number().int().min(1),
    minutes: z.coerce.number().positive(),
    seed: z.coerce
      .number()
      .int()
      .min(0)
      .default(Math.floor(Math.random() * 1_000_000_000)),
    part: z.enum(['deliver', 'mapping', 'http']).optional(),
  })
  .parse(values);

if (values.slow) {
  await runSlow({ minutes, seed, write: values.write });
  process.exit();
}

/** Raw bytes are the slowest by far, and the mapping tries two sets of rules for each. */
const SHARES = { deliver: 0.4, mapping: 0.3, http: 0.3 };
/** A leak of ten bytes an input shows; the noise of a heap does not. */
const ALLOWED = { share: 0.05, least: 3_000_000 };

/** One hang blames all that was under way. */
const SHOWN = 10;

const lines: string[] = [];
const command = `npm run fuzz -- --inputs ${inputs} --seed ${seed}${part === undefined ? '' : ` --part ${part}`}`;
console.log(command);
const started = Date.now();
let tried = 0;
for (const name of ['deliver', 'mapping', 'http'] as const) {
  if (part !== undefined && part !== name) continue;
  const count = part === name ? inputs : Math.ceil(inputs * SHARES[name]);
  const report = await (name === 'http' ? runHttp(count, seed) : runPure(name, count, seed));
  tried += report.inputs;
  await print(report);
}
say(`${tried} inputs in ${Math.round((Date.now() - started) / 1000)} s: ${process.exitCode ? 'FAILED' : 'ok'}`);
if (values.write) await writeRecord('fuzz', `\`${command}\`\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\``);

function say(line: string): void {
  lines.push(line);
  console.log(line);
}

async function print(report: PartReport): Promise<void> {
  say(`  ${report.part.padEnd(8)} ${report.inputs} inputs in ${Math.round(report.seconds)} s`);
  const answers = Object.entries(report.answers).sort();
  if (answers.length > 0) say(`           ${answers.map(([name, times]) => `${name}: ${times}`).join(' · ')}`);
  for (const [name, readings] of Object.entries(report.memory)) {
    if (readings.length < 8) continue;
    const { flat, median, growth } = flatness(readings, ALLOWED);
    const words = `${megabytes(median)} MB, ${megabytes(growth)} MB more over the second half`;
    say(`           ${name}: ${words}: ${flat ? 'steady' : 'GROWS'}`);
    if (!flat) process.exitCode = 1;
  }
  for (const [index, finding] of report.findings.entries()) {
    process.exitCode = 1;
    const file = await keep(finding);
    if (index >= SHOWN) continue;
    say(`  FINDING  seed ${finding.seed} ${finding.path ?? ''}\n${finding.error}\n  ${finding.input.slice(0, 300)}`);
    say(`  kept in  ${file}`);
  }
  if (report.findings.length > SHOWN) say(`  ${report.findings.length - SHOWN} more findings are kept beside them`);
}

async function keep(finding: Finding): Promise<string> {
  const folder = join(repoRoot, '.data', 'fuzz');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${finding.part}-${finding.seed}.json`);
  await writeFile(file, `${JSON.stringify(finding, null, 1)}\n`);
  return file;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
