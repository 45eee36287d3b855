#!/usr/bin/env node
// Old Node must be able to read this file, so that it can say what is missing.
const [major] = process.versions.node.split('.');

if (Number(major) < 24) {
  process.stderr.write(
    [
      `guance-jira needs Node 24 or newer; this is Node ${process.versions.node}.`,
      '→ for once, with a Node of its own:  npx -p node@26 -p guance-jira guance-jira start',
      '→ guance-jira 需要 Node 24 或更新的版本。临时使用自带的 Node：npx -p node@26 -p guance-jira guance-jira start',
      '',
    ].join('\n'),
  );
  process.exitCode = 78;
} else {
  const folder = `${__dirname}/lib`;
  const program = process.argv[2];
  const compiled = ['receiver', 'worker', 'console'].includes(program) ? `${folder}/compiled/${program}` : null;
  require('./lib/load.js').createLoad({ folder, compiled })('./bin.js');
}
