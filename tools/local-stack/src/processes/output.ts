import type { Child } from './child.ts';

export interface Output {
  /** A line of our own. */
  say(line: string): void;
  /** Passes on what a child writes, each line with its origin. */
  follow(child: Child): void;
}

/** Those whose lines come in the same form as ours. */
const OWN_LINES = ['receiver', 'worker', 'console'];

/** @param json one JSON record per line, as the apps write with `LOG_FORMAT=json`; else text for people */
export function createOutput(write: (text: string) => void, json: boolean, now: () => Date = () => new Date()): Output {
  const line = (service: string, level: string, message: string) => {
    const timestamp = now().toISOString();
    if (json) write(`${JSON.stringify({ level, message, service, timestamp })}\n`);
    else write(`${timestamp.slice(11, 19)} ${service.padEnd(8)} ${level.padEnd(5)} ${message}\n`);
  };
  return {
    say: (message) => line('stack', 'info', message),
    follow(child) {
      child.onLine((text, from) => {
        // The apps write whole log lines of the same form; others only say something.
        if (OWN_LINES.includes(child.name)) write(`${text}\n`);
        else if (!isChatter(child.name, text))
          line(child.name, from === 'stderr' ? 'warn' : 'info', plain(child.name, text));
      });
    },
  };
}

/** Redis tells much at its start that no one here needs. Its warnings and errors carry a '#'. */
function isChatter(name: string, text: string): boolean {
  if (text.trim() === '') return true;
  // Where it listens is in the banner.
  if (name === 'sandbox' || name === 'guance') return text.startsWith('{"url"');
  if (name !== 'redis') return false;
  return (
    !/^\d+:[A-Z] .{20,30} # /.test(text) ||
    /Redis (is starting|version=)|Configuration loaded|Server initialized|overcommit|User requested shutdown|ready to exit/.test(
      text,
    )
  );
}

function plain(name: string, text: string): string {
  return name === 'redis' ? text.replace(/^\d+:[A-Z] .{20,30} # /, '') : text;
}
