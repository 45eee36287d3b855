/** The message of an alert as a document, without ever holding up the event loop. */
import { hash } from 'node:crypto';
import { type AlertEvent, asPlainText, mayTakeLong } from '@guance-jira/mapping';
import { openLimitedThread } from '@guance-jira/service';

export interface Messages {
  /** The event with its message parsed, where that may take long; nearly all are parsed later, at once. */
  read(event: AlertEvent): Promise<AlertEvent>;
  close(): Promise<void>;
}

/** The longest texts of real alerts take a quarter of it. */
const LIMITS = { cpuMs: 300, wallMs: 2000, memoryMb: 128 };
/** An event may be taken up many times, and must not take the thread's time each time. */
const MAX_KNOWN = 1000;

export function openMessages(program = new URL('./parse-thread.ts', import.meta.url), limits = LIMITS): Messages {
  const thread = openLimitedThread(program, limits);
  const tooSlow = new Set<string>();
  const parse = async (text: string): Promise<string | null> => {
    const id = hash('sha256', text, 'base64');
    if (tooSlow.has(id)) return null;
    const written = await thread.run(text);
    if (written === null) {
      if (tooSlow.size >= MAX_KNOWN) tooSlow.clear();
      tooSlow.add(id);
    }
    return written;
  };
  return {
    read: async (event) => {
      const { message } = event;
      if (message === null || !mayTakeLong(message)) return event;
      const written = await parse(message);
      return { ...event, document: written === null ? asPlainText(message) : JSON.parse(written) };
    },
    close: thread.close,
  };
}
