process.send?.('ready');
setInterval(() => undefined, 60_000);
