/**
 * Loaded before a child's own program (`node --import`): when the channel to the parent closes, because the parent is
 * gone, even by SIGKILL, the child stops as if it had been asked to. Without it a killed `npm start` would leave a worker
 * behind that goes on writing issues.
 */
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // The channel alone must not keep the child alive.
  process.channel.unref();
}
