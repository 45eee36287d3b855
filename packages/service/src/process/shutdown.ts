import closeWithGrace from 'close-with-grace';
import { errorFields, type Log } from '../log/logger.ts';

/**
 * Closes once, on SIGTERM, SIGINT or an uncaught error, within `graceMs`; a second signal ends the process at once.
 * The exit code tells: 0 after a signal, 1 after an error or when the grace ran out. Signals in `except` mean something else.
 */
export function closeOnSignals(
  close: () => Promise<void>,
  log: Log,
  graceMs: number,
  except: readonly closeWithGrace.Signals[] = [],
): void {
  closeWithGrace({ delay: graceMs, logger: false, skip: [...except] }, async ({ signal, err }) => {
    if (err) log.error('stopping after an uncaught error', { ...errorFields(err), stack: err.stack });
    else log.info('stopping', { signal });
    await close();
    log.info('stopped');
  });
}
