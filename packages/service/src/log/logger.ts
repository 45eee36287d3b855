import winston from 'winston';
import { z } from 'zod';
import { LineTransport, MESSAGE } from './line-transport.ts';
import { logLine } from './log-line.ts';
import { redactDeep } from './redact.ts';
import { shortened } from './shortened.ts';

export const LogSettings = z.object({
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info').describe('least severe level that is logged'),
  LOG_FORMAT: z
    .enum(['json', 'pretty'])
    .optional()
    .describe('`json`, or `pretty` for people (default: pretty on a terminal, else json)'),
});
export type LogSettings = z.infer<typeof LogSettings>;

/** Messages are constants; facts go into fields. A field must not be called `message`: winston would glue it to the message. */
export interface Log {
  error(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  debug(message: string, fields?: Record<string, unknown>): void;
}

interface LoggerOptions extends LogSettings {
  service: string;
  /** Values that must never be written, wherever they stand in a record. */
  secrets: readonly string[];
  terminal?: boolean;
  stream?: NodeJS.WritableStream;
}

/** Creates the process's logger: one record per line on standard output, secrets removed at any depth. */
export function createLogger(options: LoggerOptions): Log {
  const pretty = (options.LOG_FORMAT ?? (options.terminal ? 'pretty' : 'json')) === 'pretty';
  const line = winston.format((info) => {
    const text = pretty
      ? prettyLine(Object(shortened(redactDeep({ ...info }, options.secrets))), new Date())
      : logLine(info, new Date(), options.secrets);
    return Object.assign(info, { [MESSAGE]: text });
  });
  return winston.createLogger({
    level: options.LOG_LEVEL,
    defaultMeta: { service: options.service },
    format: line(),
    transports: [options.stream ? new winston.transports.Stream({ stream: options.stream }) : standardOutput()],
  });
}

function standardOutput(): LineTransport {
  const transport = new LineTransport(process.stdout);
  process.once('exit', () => transport.flush());
  return transport;
}

/** The fields by which an unexpected error is logged. */
export function errorFields(error: unknown): { error: string; errorCode?: string } {
  if (!(error instanceof Error)) return { error: String(error) };
  return { error: error.message, ...('code' in error && error.code ? { errorCode: String(error.code) } : {}) };
}

/** A text of strangers must neither begin a line of its own nor steer the terminal; direction marks would turn what follows. */
function visible(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function prettyLine({ level, message, service, ...fields }: Record<string, unknown>, now: Date): string {
  const time = now.toISOString().slice(11, 19);
  const shown = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  const tail = shown
    .map(([key, value]) => `${key}=${visible(typeof value === 'string' ? value : JSON.stringify(value))}`)
    .join(' ');
  return `${time} ${String(service).padEnd(8)} ${String(level).padEnd(5)} ${String(message)}${tail ? `  ${tail}` : ''}`;
}
