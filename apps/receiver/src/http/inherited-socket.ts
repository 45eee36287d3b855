/** Where to listen on a socket that somebody else has opened. */
export interface InheritedSocket {
  readonly fd: number;
}

/** By the protocol of systemd the sockets begin after standard error. */
const FIRST = 3;

/**
 * The listening socket that systemd hands over to this process, if it does (sd_listen_fds(3)). Connections wait in it while
 * the receiver restarts, where a port of its own would refuse them, and Guance does not send again.
 */
export function inheritedSocket(
  env: Readonly<Record<string, string | undefined>>,
  pid: number,
): InheritedSocket | undefined {
  // A child of the process for which they were meant inherits the variables, but not always the sockets.
  return env.LISTEN_PID === String(pid) && Number(env.LISTEN_FDS) >= 1 ? { fd: FIRST } : undefined;
}
