/** `npm run fuzz -- --slow --minutes 60 --seed 7`: what holds the event loop longest. Ends with code 1 where that is too long. */
import { openMessages } from '../../../packages/operations/src/index.ts';
import { writeRecord } from '../../harness/record.ts';
import { LIMIT_MS } from './measure.ts';
import { type Slow, search } from './search.ts';

const SHOWN = 10;

export async function runSlow({
  minutes,
  seed,
  write,
}: {
  minutes: number;
  seed: number;
  write: boolean;
}): Promise<void> {
  const command = `npm run fuzz -- --slow --minutes ${minutes} --seed ${seed}`;
  console.log(command);
  const messages = openMessages();
  const onFinding = (slow: Slow) => console.log(`  FINDING  ${lineOf(slow)}`);
  const { inputs, slowest, findings } = await search(messages, { minutes, seed, onFinding });
  await messages.close();
  const lines = [
    `${inputs} shapes in ${minutes} minutes, ${findings.length} of them above ${LIMIT_MS} ms; the slowest of the ${slowest.length} entries:`,
    ...slowest.slice(0, SHOWN).map((slow) => `  ${lineOf(slow)}`),
  ];
  console.log(lines.join('\n'));
  if (findings.length > 0) process.exitCode = 1;
  if (write) await writeRecord('slow', `\`${command}\`\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\``);
}

function lineOf({ entry, ms, length, shape }: Slow): string {
  return `${String(Math.round(ms)).padStart(5)} ms  ${entry}, ${length} units of ${JSON.stringify(shape).slice(0, 160)}`;
}
