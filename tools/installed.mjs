/**
 * Loaded before a program that people start by hand: says what to do where nothing is installed yet, or an old Node would
 * stumble over the first line of TypeScript.
 */
import { existsSync } from 'node:fs';

const installed = existsSync(new URL('../node_modules/.installed', import.meta.url));
const [major = 0] = process.versions.node.split('.').map(Number);
if (!installed || major < 24) {
  const why = installed ? `this is Node ${process.versions.node}, which is too old` : 'nothing is installed here yet';
  process.stderr.write(
    [
      `guance-jira: ${why}.`,
      '→ run: node tools/setup.mjs   then: npm run cli -- help',
      '→ 请先运行 node tools/setup.mjs，然后 npm run cli -- help',
      '',
    ].join('\n'),
  );
  process.exit(78);
}
