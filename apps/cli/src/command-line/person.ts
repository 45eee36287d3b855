import { userInfo } from 'node:os';

/** Who sits there, for the record: the person behind sudo, else the user of the process. */
export function personIn(env: Readonly<Record<string, string | undefined>>): string {
  return env.SUDO_USER || env.USER || env.LOGNAME || accountName();
}

/** A container may run as a number that no account has, and then Node throws. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
