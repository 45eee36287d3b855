// No TypeScript: what Node takes to load its compiler is more than what it takes itself.
if (process.send) process.send('ready');
else process.stdout.write('ready\n');
setInterval(() => undefined, 60_000);
