// No TypeScript: what Node takes to load its compiler is more than what it takes itself.
process.send?.('ready');
setInterval(() => undefined, 60_000);
