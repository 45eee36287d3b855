import { optionsFromEnv } from './process-options.ts';
import { startGuanceSandbox } from './start.ts';

try {
  const sandbox = await startGuanceSandbox(optionsFromEnv(process.env));
  console.log(JSON.stringify({ url: sandbox.url, controlUrl: sandbox.controlUrl }));
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await sandbox.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  console.error(`guance-sandbox did not start: ${error instanceof Error ? error.message : 'unknown error'}`);
  process.exit(1);
}
