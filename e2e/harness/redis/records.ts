import type { Child } from '@guance-jira/local-stack';

/** One log line as winston wrote it. */
export type LogRecord = Record<string, unknown> & { level: string; message: string };

/** The log lines of a process, over all its restarts. */
export interface Records {
  readonly all: readonly LogRecord[];
  /** Everything it wrote, also what is no log record. */
  readonly text: string;
  /** Records with this message. */
  named(message: string): LogRecord[];
  collect(child: Child): void;
}

export function collectRecords(): Records {
  const all: LogRecord[] = [];
  const byMessage = new Map<string, LogRecord[]>();
  const lines: string[] = [];
  return {
    all,
    get text() {
      return lines.join('\n');
    },
    named: (message) => [...(byMessage.get(message) ?? [])],
    collect(child) {
      child.onLine((line) => {
        lines.push(line);
        const record = parseRecord(line);
        if (!record) return;
        all.push(record);
        const alike = byMessage.get(record.message);
        if (alike) alike.push(record);
        else byMessage.set(record.message, [record]);
      });
    },
  };
}

function parseRecord(line: string): LogRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is LogRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'level' in value &&
    typeof value.level === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
