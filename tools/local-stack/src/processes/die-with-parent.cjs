/**
 * Loaded before a child's own program (`node --require`): when the channel to the parent closes, because the parent is
 * gone, even by SIGKILL, the child stops as if it had been asked to. Without it a killed `npm start` would leave a worker
 * behind that goes on writing issues. It is CommonJS since Node takes 170 ms of a processor to load what strips types, which
 * built programs do without otherwise, and a further 10 for its loader of modules.
 */
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // The channel alone must not keep the child alive.
  process.channel.unref();
}
