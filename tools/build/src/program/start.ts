/** `guance-jira start`: what `npm start` is in a clone. Settings and data are in the folder where the person stands. */
import { runStack } from '@guance-jira/local-stack';

const [, bin = ''] = process.argv;

// No Redis in memory here: who installs a package wants to keep what it does.
await runStack({ folder: process.cwd(), program: (name) => ({ file: bin, args: [name] }) });
