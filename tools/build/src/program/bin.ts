/** `guance-jira <what>`: a process, the whole stack, or a command of the command line. Each is loaded when it is called. */
import { readFileSync } from 'node:fs';
import { languageIn } from '../../../local-stack/src/settings/language.ts';
import { PROCESSES, processHelp } from './processes.ts';

const [name = '', ...rest] = process.argv.slice(2);
const load = PROCESSES.get(name);

if (load !== undefined && rest.length === 0) await load();
else if (['--version', '-v'].includes(name)) {
  const { version } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  if (load !== undefined || ['', 'help', '--help', '-h'].includes(name))
    process.stdout.write(`${processHelp(languageIn(process.env))}\n`);
  if (load === undefined) await import('../../../../apps/cli/src/main.ts');
  else process.exitCode = ['--help', '-h'].includes(rest[0] ?? '') ? 0 : 2;
}
