/**
 * Wraps a reporter so that it speaks at most once per `everyMs`; the next report tells how many were held back.
 * A frozen or read-only Redis raises thousands of errors a second, and a full disk of logs is a second outage.
 */
export function occasionally<T>(
  everyMs: number,
  report: (value: T, heldBack: number) => void,
  // A wall clock that was hours ahead and is set right would hold all reports back for as long.
  now: () => number = performance.now.bind(performance),
): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  let heldBack = 0;
  return (value) => {
    if (now() - last < everyMs) {
      heldBack += 1;
      return;
    }
    last = now();
    const count = heldBack;
    heldBack = 0;
    report(value, count);
  };
}
