import { optionsFromEnv } from './process-options.ts';
import { startJiraSandbox } from './start.ts';

try {
  const sandbox = await startJiraSandbox(optionsFromEnv(process.env));
  console.log(JSON.stringify({ url: sandbox.url, controlUrl: sandbox.controlUrl, dialect: sandbox.state.dialect }));
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
  console.error(`jira-sandbox did not start: ${error instanceof Error ? error.message : 'unknown error'}`);
  process.exit(1);
}
