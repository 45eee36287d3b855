/**
 * Wraps a reporter so that it speaks at most once per `everyMs`; the next report tells how many were suppressed.
 * A frozen or read-only Redis raises thousands of errors a second, and a full disk of logs is a second outage.
 */
export function rateLimitedLog<T>(
  everyMs: number,
  report: (value: T, suppressed: number) => void,
  // A wall clock that was hours ahead and is set right would hold all reports back for as long.
  now: () => number = performance.now.bind(performance),
): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  let suppressed = 0;
  return (value) => {
    if (now() - last < everyMs) {
      suppressed += 1;
      return;
    }
    last = now();
    const count = suppressed;
    suppressed = 0;
    report(value, count);
  };
}
